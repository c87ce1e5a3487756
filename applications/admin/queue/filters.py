"""The filters of a list of applications, limited to the official's scope."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import OFFICIAL_ROLES
from accounts.models import User
from accounts.selectors.scope import active_postings
from applications.admin.queue.place import ListPlace
from applications.lifecycle import QUEUE_STATES
from applications.selectors.application_search import SearchIn
from applications.selectors.queue import View, is_reviewer, listed, orders_of
from applications.selectors.queue_filters import Order, counts_by_state
from applications.selectors.state_labels import LAPSED, listed_state_label
from common.admin.filters import Chip
from common.lists.counting import counted
from common.text.formats import date_short
from programs.enums import State
from programs.models import Scheme, Stage
from reference.selectors.regions import all_regencies


@dataclass(frozen=True)
class FilterChoice:
    """One filter: its query parameter, its label and its options."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    value: str


@dataclass(frozen=True)
class StateCount:
    """A state with the number of its applications under the other filters."""

    word: str
    count: str
    url: str
    is_current: bool


ORDER_LABELS: Mapping[Order, str | Promise] = {
    Order.DUE: gettext_lazy("batas waktu"),
    Order.NEWEST: gettext_lazy("terbaru"),
    Order.OLDEST: gettext_lazy("terlama"),
}
SEARCH_LABELS: Mapping[SearchIn, str | Promise] = {
    SearchIn.ENTERPRISE: gettext_lazy("nomor, NIB, nama usaha"),
    SearchIn.APPLICANT: gettext_lazy("nama atau email pemohon"),
    SearchIn.ANSWERS: gettext_lazy("kata dalam jawaban"),
}


def filter_choices(user: User, place: ListPlace) -> list[FilterChoice]:
    """Return the filters of a view; the regency filter only for a scope of several regencies."""
    filters = place.filters
    schemes = [(s.code, s.name) for s in Scheme.objects.all()]
    choices = [
        FilterChoice("stage", _("Tahap"), _stages(), filters.stage),
        FilterChoice("scheme", _("Skema"), schemes, filters.scheme),
    ]
    regencies = _regencies_in_scope(user)
    if len(regencies) > 1:
        choices.append(FilterChoice("regency", _("Kabupaten/kota"), regencies, filters.regency))
    return choices


def order_choice(place: ListPlace) -> FilterChoice:
    """Return the orders of a view; the first is its own and needs no parameter."""
    first, *others = orders_of(place.view)
    options = [("", str(ORDER_LABELS[first])), *((o, str(ORDER_LABELS[o])) for o in others)]
    return FilterChoice("order", _("Urutan"), options, "" if place.order == first else place.order)


def search_choice(place: ListPlace) -> FilterChoice:
    """Return the places where a search may look; the first needs no parameter."""
    (_first, label), *others = SEARCH_LABELS.items()
    options = [("", str(label)), *((str(where), str(words)) for where, words in others)]
    where = place.filters.search_in
    return FilterChoice(
        "search_in", _("Cari di"), options, "" if where == SearchIn.ENTERPRISE else where
    )


def states_of(view: View) -> tuple[str, ...]:
    """Return the states that applications of a view may be in, as lists name them."""
    if view != View.ALL:
        return QUEUE_STATES
    return (*(s for s in State if s != State.DRAFT), LAPSED)


def state_counts(user: User, place: ListPlace) -> list[StateCount]:
    """Return the states of the view with their numbers under the other filters.

    Beyond the cap only those who oversee get numbers, which they need.
    """
    filters = replace(place.filters, state="")
    states = states_of(place.view)
    counts = counts_by_state(
        listed(user, place.view, filters), states, of_any_length=not is_reviewer(user)
    )
    return [
        StateCount(
            word=listed_state_label(state),
            count=counted(counts[state]) if state in counts else "",
            url=place.url(replace(filters, state="" if is_current else str(state))),
            is_current=is_current,
        )
        for state in states
        for is_current in [place.filters.state == state]
    ]


def chips_of(place: ListPlace, choices: Sequence[FilterChoice]) -> list[Chip]:
    """Return what is set, each with the address of the list without it."""
    filters = place.filters
    named = {choice.name: choice for choice in choices}
    shown = {
        "state": (_("Keadaan"), _state_word(filters.state)),
        **{name: (choice.label, _word(choice)) for name, choice in named.items()},
        "overdue": (_("Batas waktu"), _("terlambat")),
        "submitted_from": (_("Dikirim sejak"), _day(filters.submitted_from)),
        "submitted_to": (_("Dikirim sampai"), _day(filters.submitted_to)),
        "q": (_("Cari di %(where)s") % {"where": SEARCH_LABELS[filters.search_in]}, filters.q),
    }
    without: dict[str, Any] = {each.name: each.default for each in fields(filters)}
    return [
        Chip(label, text, place.url(replace(filters, **{name: without[name]})))
        for name, (label, text) in shown.items()
        if name in filters.params
    ]


def _word(choice: FilterChoice) -> str:
    return dict(choice.options).get(choice.value, choice.value)


def _state_word(state: str) -> str:
    return listed_state_label(state) if state in {*State, LAPSED} else state


def _day(day: date | None) -> str:
    return date_short(day) if day else ""


def _regencies_in_scope(user: User) -> list[tuple[str, str]]:
    """Return codes and names of the regencies that the person's official postings cover."""
    bounds = {p.agency.regency_id for p in active_postings(user) if p.role in OFFICIAL_ROLES}
    everywhere = user.is_superuser or None in bounds
    return [(r.code, str(r)) for r in all_regencies() if everywhere or r.code in bounds]


def _stages() -> list[tuple[str, str]]:
    """Return the office's stages by code, named as in the newest edition of a scheme."""
    stages = Stage.objects.exclude(exit="").order_by(
        "edition__scheme_id", "edition__valid_from", "position"
    )
    return list({stage.code: stage.name for stage in stages}.items())
