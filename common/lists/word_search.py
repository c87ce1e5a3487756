"""Finding rows by words, in any order, from a trigram index on the upper-case text.

A word of three letters or more is looked up in the index; shorter ones narrow what such a word
found. Signs of LIKE are only signs here. Nothing is cut off silently: what cannot be searched is
refused with a reason.
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

MIN_LETTERS: Final = 3
MAX_LENGTH: Final = 200
MOST_SIMILAR: Final = 20
# Of a word typed wrongly, this share of its three-letter pieces stands in a word that is meant.
_RESEMBLANCE: Final = "0.5"
# Rows that resemble enough to be ranked; the best of them are shown.
_RANKED: Final = 500
_RUN: Final = re.compile(r"[^\W_]{3,}")
_SIXTEEN: Final = re.compile(r"(?<![0-9])[0-9](?:[\s.\-]?[0-9]){15}(?![0-9])")
Row = TypeVar("Row", bound=Model)


def words_of(text: str) -> list[str]:
    """The words typed, without what no database can hold."""
    return text.replace("\0", "").split()


def explain(text: str) -> str:
    """Why a search for `text` can find nothing, in a sentence; '' when it can."""
    if len(text) > MAX_LENGTH:
        return _("Pencarian paling panjang %(most)s huruf. Ketik sebagian saja.") % {
            "most": MAX_LENGTH
        }
    if text.strip() and not any(_is_long(word) for word in words_of(text)):
        return _("Ketik paling sedikit satu kata dengan tiga huruf atau angka berturut-turut.")
    return ""


def having_words(rows: QuerySet[Row], text: str, *fields: str) -> QuerySet[Row]:
    """Rows that have every word of `text` in one of `fields`; none when `explain` objects."""
    if not text.strip():
        return rows
    if explain(text):
        return rows.none()
    words = words_of(text)
    each = (reduce(or_, (Q(**{f"{f}__icontains": word}) for f in fields)) for word in words)
    return rows.filter(reduce(and_, each))


def most_similar(rows: QuerySet[Row], field: str, text: str) -> list[Row]:
    """At most MOST_SIMILAR + 1 rows spelled nearly like `text`, the nearest first."""
    words = [word.upper() for word in words_of(text) if _is_long(word)]
    if not words:
        return []
    found: QuerySet[Any] = rows.order_by().annotate(spelled=Upper(field))
    for word in words:
        found = found.filter(spelled__trigram_word_similar=word)
    near = reduce(add, [TrigramWordSimilarity(word, "spelled") for word in words])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL pg_trgm.word_similarity_threshold = {_RESEMBLANCE}")
        few = list(found.values_list("pk", flat=True)[:_RANKED])
        ranked = rows.filter(pk__in=few).annotate(spelled=Upper(field)).annotate(near=near)
        return list(ranked.order_by("-near", "pk")[: MOST_SIMILAR + 1])


def _is_long(word: str) -> bool:
    return _RUN.search(word) is not None


def holds_nik(text: str) -> bool:
    """True when a number of 16 digits stands in `text`: such a number may be a person's NIK."""
    return _SIXTEEN.search(text) is not None


def as_one_number(text: str, length: int) -> str:
    """The digits of `text` when it is one number of `length` digits; else ''."""
    bare = re.sub(r"[\s.\-]", "", text)
    return bare if len(bare) == length and bare.isascii() and bare.isdigit() else ""
