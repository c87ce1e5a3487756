"""Finding applications by number, NIB, names, e-mail address, or words of their answers.

Each is found through its own index, so a search looks in one place only; what begins like an
application's number is a number, what contains an @ is an address, and mere digits are a part of a
number, a NIB or a name. A NIK is never searched.
"""

import re
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from applications.models import Application
from applications.models.application import NUMBER_FROM_ITS_END
from common.lists.word_search import (
    MOST_SIMILAR,
    as_one_number,
    digits_of,
    explain,
    matching_words,
    most_similar,
)
from common.text.typed import plain_marks
from enterprises.models import Member
from enterprises.selectors.enterprises import NIB_DIGITS, nib_begins_with
from programs.models import Scheme

# Too many numbers end with fewer digits.
_FEWEST_DIGITS = 3
# The start of an application's number: letters of its scheme, a dash, digits and dashes.
_NUMBER = re.compile(r"[A-Z]{2,10}-[0-9-]*")
# Enterprises of the people found; a more common name must be typed more fully.
MOST_ENTERPRISES = 500


class SearchIn(StrEnum):
    """Where the words of a search are looked for."""

    ENTERPRISE = "enterprise"
    APPLICANT = "applicant"
    ANSWERS = "answers"


def search_applications(
    applications: QuerySet[Application], text: str, where: SearchIn = SearchIn.ENTERPRISE
) -> QuerySet[Application]:
    """Filter by number (or its start), NIB (13 digits), or words in the place that is named.

    Among numbers and names of enterprises mere digits are the last of a number, with or without
    its check digit, the first of a NIB, or part of a name. Words without three letters in a row
    find nothing, nor do names that too many people have.
    """
    nib = as_one_number(text, NIB_DIGITS)
    if nib:
        return applications.filter(enterprise__nib=nib)
    if is_number(text):
        return applications.filter(number__startswith=plain_marks(text).upper())
    match _place(text, where):
        case SearchIn.APPLICANT:
            found = _enterprises_of(text)
            return applications.filter(enterprise__in=found) if found else applications.none()
        case SearchIn.ANSWERS:
            # The index leaves out the many applications without words of their own.
            return matching_words(applications.exclude(answer_words=""), text, "answer_words")
        case SearchIn.ENTERPRISE if digits := _part_of_a_number(text):
            return _with_digits(applications, text, digits)
        case SearchIn.ENTERPRISE:
            return matching_words(applications, text, "enterprise__name")


def is_number(text: str) -> bool:
    """Tell whether `text` starts like an application's number, such as "KURM-26-"."""
    upper = plain_marks(text).upper()
    if not _NUMBER.fullmatch(upper):
        return False
    return Scheme.objects.filter(number_prefix=upper.partition("-")[0]).exists()


def search_problem(text: str, where: SearchIn = SearchIn.ENTERPRISE) -> str:
    """Explain why a search for `text` cannot find anything; '' when it can."""
    if as_one_number(text, NIB_DIGITS) or is_number(text):
        return ""
    if _place(text, where) == SearchIn.ENTERPRISE and _part_of_a_number(text):
        return ""
    problem = explain(text)
    if not problem and _place(text, where) == SearchIn.APPLICANT and _enterprises_of(text) is None:
        return _("Terlalu banyak orang bernama seperti itu. Ketik nama lengkap atau emailnya.")
    return problem


def with_similar_names(
    applications: QuerySet[Application], text: str, where: SearchIn = SearchIn.ENTERPRISE
) -> list[Application]:
    """Return those of enterprises with names similar to `text`, the most similar first."""
    elsewhere = _place(text, where) != SearchIn.ENTERPRISE
    if elsewhere or digits_of(text) or is_number(text):
        return []
    return most_similar(applications, "enterprise__name", text)[:MOST_SIMILAR]


def _place(text: str, where: SearchIn) -> SearchIn:
    return SearchIn.APPLICANT if "@" in text else where


def _part_of_a_number(text: str) -> str:
    digits = digits_of(text)
    return digits if _FEWEST_DIGITS <= len(digits) < NIB_DIGITS else ""


def _with_digits(
    applications: QuerySet[Application], text: str, digits: str
) -> QuerySet[Application]:
    """Filter by the end of the number, the beginning of the NIB, or the name.

    Keys first: an OR over two tables would use the index of neither.
    """
    every = Application.objects.order_by()
    ends = Q(from_its_end__startswith=digits[::-1])
    if len(digits) > _FEWEST_DIGITS:
        ends |= Q(from_its_end__startswith=digits[-2::-1], number__endswith=f"-{digits[-1]}")
    found = [
        every.alias(from_its_end=NUMBER_FROM_ITS_END).filter(ends),
        matching_words(every, text, "enterprise__name"),
    ]
    if beginning := nib_begins_with(digits, "enterprise__nib"):
        found.append(every.filter(beginning))
    first, *others = (each.values("pk") for each in found)
    return applications.filter(pk__in=first.union(*others))


def _enterprises_of(text: str) -> list[int] | None:
    """Return the enterprises that people with these words act or acted for; None if too many."""
    members = matching_words(Member.objects.order_by(), text, "user__name", "user__email")
    found = list(members.values_list("enterprise_id", flat=True).distinct()[: MOST_ENTERPRISES + 1])
    return found if len(found) <= MOST_ENTERPRISES else None
