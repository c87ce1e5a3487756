"""The officials' lists of files: views, filters, search, and the next file."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from django.db.models import Q, QuerySet

from accounts.enums import REVIEW_ROLES, Role
from accounts.models import User
from accounts.selectors.scope import roles_of
from applications.lifecycle import QUEUE_STATES
from applications.models import Application
from applications.selectors.access import of_official, queue_of, with_relations
from common.dates import clock
from common.lists.word_search import (
    MOST_SIMILAR,
    as_one_number,
    explain,
    having_words,
    most_similar,
)
from programs.enums import State
from programs.models import Scheme, Stage

# Longer than any code of a filter.
_MAX_CODE = 40
_MAX_SEARCH = 300
_NIB_DIGITS = 13
# The beginning of a file's number: letters of its scheme, a dash, digits and dashes.
_NUMBER = re.compile(r"[A-Z]{2,10}-[0-9-]*")


class View(StrEnum):
    """The tabs of the queue page."""

    MINE = "mine"
    LATE = "late"
    ALL = "all"


@dataclass(frozen=True)
class QueueFilters:
    """Filters of a list by code, and a search; empty means any."""

    state: str = ""
    stage: str = ""
    scheme: str = ""
    regency: str = ""
    overdue: bool = False
    q: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """Read the filters of an address; what cannot be a code is ignored."""
        codes = {
            name: value
            for name in ("state", "stage", "scheme", "regency")
            if (value := query.get(name, "")) and len(value) <= _MAX_CODE and "\x00" not in value
        }
        text = query.get("q", "").replace("\x00", "").strip()[:_MAX_SEARCH]
        return cls(**codes, overdue=query.get("overdue") == "1", q=text)

    @property
    def params(self) -> dict[str, str]:
        """The filters that are set, as parameters of an address."""
        named = {k: v for k, v in asdict(self).items() if v and k != "overdue"}
        return {**named, "overdue": "1"} if self.overdue else named

    def __bool__(self) -> bool:
        return bool(self.params)


def is_reviewer(user: User) -> bool:
    """Tell whether the person mainly reviews files; reporting staff start with the list of all."""
    return bool(roles_of(user) & (REVIEW_ROLES - {Role.STAFF}))


def in_scope(user: User) -> QuerySet[Application]:
    """Return every submitted file the official may read, newest first; a superuser reads all."""
    if user.is_superuser:
        return with_relations(Application.objects.filter(submitted_at__isnull=False)).order_by(
            "-id"
        )
    return of_official(user)


def late_in_scope(user: User, today: date | None = None) -> QuerySet[Application]:
    """Return files in scope that wait for the office beyond their due date, held by anyone."""
    return (
        in_scope(user)
        .filter(state__in=[str(s) for s in QUEUE_STATES], due_on__lt=today or clock.today())
        # The due date of an outside party is information only; the office is not late with it.
        .exclude(stage__in=_outside_stages())
        .order_by("due_on", "id")
    )


def view_of(user: User, view: View) -> QuerySet[Application]:
    """Return the files of a view, in its order."""
    match view:
        case View.MINE:
            return queue_of(user)
        case View.LATE:
            return late_in_scope(user)
        case View.ALL:
            return in_scope(user)


def apply_filters(files: QuerySet[Application], by: QueueFilters) -> QuerySet[Application]:
    """Return `files` that match the filters; a submitted file counts as at its first stage."""
    if by.state:
        files = files.filter(state=by.state)
    if by.stage:
        files = files.filter(
            Q(stage__code=by.stage)
            | Q(state=State.SUBMITTED, edition__in=_editions_beginning_with(by.stage))
        )
    if by.scheme:
        files = files.filter(scheme__code=by.scheme)
    if by.regency:
        files = files.filter(regency=by.regency)
    if by.overdue:
        waiting = [str(s) for s in QUEUE_STATES]
        files = files.filter(state__in=waiting, due_on__lt=clock.today())
    return found_by(files, by.q) if by.q else files


def found_by(files: QuerySet[Application], text: str) -> QuerySet[Application]:
    """Filter by number (or its beginning), NIB (13 digits) or words of the enterprise's name.

    Each has its own index, so a text is one of the three: what begins like a scheme's numbers is
    a number. Words without three letters in a row find nothing.
    """
    nib = as_one_number(text, _NIB_DIGITS)
    if nib:
        return files.filter(enterprise__nib=nib)
    if is_number(text):
        return files.filter(number__startswith=text.strip().upper())
    return having_words(files, text, "enterprise__name")


def is_number(text: str) -> bool:
    """Tell whether `text` begins like the numbers of a scheme, such as "KURM-26-"."""
    upper = text.strip().upper()
    if not _NUMBER.fullmatch(upper):
        return False
    return Scheme.objects.filter(number_prefix=upper.partition("-")[0]).exists()


def search_problem(text: str) -> str:
    """Say why a search for `text` cannot find anything; '' when it can."""
    return "" if as_one_number(text, _NIB_DIGITS) or is_number(text) else explain(text)


def with_similar_names(files: QuerySet[Application], text: str) -> list[Application]:
    """Return files of enterprises whose names are similar to `text`, the most similar first."""
    if as_one_number(text, _NIB_DIGITS) or is_number(text):
        return []
    return most_similar(files, "enterprise__name", text)[:MOST_SIMILAR]


def next_file(user: User, after: Application, by: QueueFilters) -> Application | None:
    """Return the file that follows `after` in the person's queue, else its first file, or None."""
    files = apply_filters(queue_of(user), by).exclude(pk=after.pk)
    if after.due_on is not None:
        later = Q(due_on__gt=after.due_on) | Q(due_on=after.due_on, pk__gt=after.pk)
        following = files.filter(later).first()
        if following is not None:
            return following
    return files.first()


def _outside_stages() -> list[int]:
    """Return keys rather than a join, for the reason given at `queue_of`."""
    return list(Stage.objects.filter(is_outside=True).values_list("pk", flat=True))


def _editions_beginning_with(code: str) -> list[int]:
    first = Stage.objects.exclude(exit="").order_by("edition_id", "position").distinct("edition_id")
    return [stage.edition_id for stage in first if stage.code == code]
