"""Finding rows by words, in any order, from a trigram index on the upper-case text.

A word of three letters or more is looked up in the index; shorter ones filter what such a word
found. Wildcards of LIKE have no special meaning. Nothing is dropped silently: what cannot be
searched is refused with a reason.
"""

import re
from functools import reduce
from operator import add, and_, or_
from typing import Any, Final, TypeVar

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from common.identity.numbers import has_nik, without_marks
from common.text.typed import visible

MAX_LENGTH: Final = 200
MOST_SIMILAR: Final = 20
# Share of the trigrams of a misspelled word that the intended word must have.
_MIN_SIMILARITY: Final = "0.5"
# Most similar rows that are ranked; the best of them are shown.
_RANKED: Final = 500
_RUN: Final = re.compile(r"[^\W_]{3,}")
Row = TypeVar("Row", bound=Model)


def words_of(text: str) -> list[str]:
    """Return the words typed, without invisible characters; no database can store a NUL."""
    return visible(text).split()


def explain(text: str) -> str:
    """Return in a sentence why a search for `text` finds nothing; '' when it may find rows."""
    if len(text) > MAX_LENGTH:
        return _("Pencarian paling panjang %(most)s huruf. Ketik sebagian saja.") % {
            "most": MAX_LENGTH
        }
    if text.strip() and not any(_is_long(word) for word in words_of(text)):
        return _("Ketik paling sedikit satu kata dengan tiga huruf atau angka berturut-turut.")
    return ""


def matching_words(rows: QuerySet[Row], text: str, *fields: str) -> QuerySet[Row]:
    """Return rows with every word of `text` in one of `fields`; none if `explain` objects to it."""
    if not text.strip():
        return rows
    if explain(text):
        return rows.none()
    words = words_of(text)
    each = (reduce(or_, (Q(**{f"{f}__icontains": word}) for f in fields)) for word in words)
    return rows.filter(reduce(and_, each))


def most_similar(rows: QuerySet[Row], field: str, text: str) -> list[Row]:
    """Return at most MOST_SIMILAR + 1 rows spelled like `text`, the most similar first."""
    words = [word.upper() for word in words_of(text) if _is_long(word)]
    if not words:
        return []
    similar: QuerySet[Any] = rows.order_by().annotate(spelled=Upper(field))
    for word in words:
        similar = similar.filter(spelled__trigram_word_similar=word)
    similarity = reduce(add, [TrigramWordSimilarity(word, "spelled") for word in words])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL pg_trgm.word_similarity_threshold = {_MIN_SIMILARITY}")
        keys = list(similar.values_list("pk", flat=True)[:_RANKED])
        ranked = (
            rows.filter(pk__in=keys).annotate(spelled=Upper(field)).annotate(similarity=similarity)
        )
        return list(ranked.order_by("-similarity", "pk")[: MOST_SIMILAR + 1])


def _is_long(word: str) -> bool:
    return _RUN.search(word) is not None


def contains_nik(text: str) -> bool:
    """Tell whether `text` contains a number of 16 digits, which may be a person's NIK."""
    return has_nik(text)


def as_one_number(text: str, length: int) -> str:
    """Return the digits of `text` when it is one number of `length` digits; else ''."""
    digits = digits_of(text)
    return digits if len(digits) == length else ""


def digits_of(text: str) -> str:
    """Return the digits of `text` when it is one number, written with any marks; else ''."""
    digits = without_marks(text)
    return digits if digits.isascii() and digits.isdigit() else ""
