"""What the queue does with ticked rows: claim, pass on, hand over; an outcome for each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from applications.admin.queue.place import ListPlace, file_url
from applications.models import Application
from applications.selectors.access import visible_to
from applications.selectors.colleagues import find_colleague
from applications.services.claims import hand_over_many, take
from applications.services.transitions import perform
from common.errors import Conflict, DomainError
from common.web.primary_keys import parse_pk
from programs.enums import State, Transition

MOST_AT_ONCE = 50
_SESSION_KEY = "queue_outcomes"
# What stood in the way of each application, None if nothing.
Refusals = Mapping[int, DomainError | None]
Act = Callable[[HttpRequest, User, Sequence[int]], Refusals]


@dataclass(frozen=True)
class Outcome:
    """What became of one ticked row: `why_not` is empty when it was done."""

    number: str
    url: str
    why_not: str


@dataclass(frozen=True)
class Outcomes:
    """One action on ticked rows, as a sentence, and the outcome of each row."""

    title: str
    rows: Sequence[Outcome]


def handle_selection(request: HttpRequest, user: User) -> HttpResponse:
    """Do what the button says with the ticked rows, at most MOST_AT_ONCE, and show the outcomes."""
    do = request.POST.get("do", "")
    chosen = request.POST.getlist("shown" if do == "take_page" else "file")
    keys = list(dict.fromkeys(key for text in chosen if (key := parse_pk(text)) is not None))
    here = HttpResponseRedirect(request.get_full_path())
    if do not in _ACTS:
        messages.error(request, _("Tindakan ini tidak dikenal."))
        return here
    if not keys:
        messages.warning(request, _("Centang dulu berkasnya."))
        return here
    if len(keys) > MOST_AT_ONCE:
        words = _("Paling banyak %(most)s berkas sekaligus. Kurangi centangnya.")
        messages.error(request, words % {"most": MOST_AT_ONCE})
        return here
    act, sentence = _ACTS[do]
    try:
        refusals = act(request, user, keys)
    except DomainError as error:
        messages.error(request, error.message)
        return here
    done = sum(error is None for error in refusals.values())
    title = sentence(done) % {"n": done, "total": len(refusals)}
    _keep(request, user, title, refusals)
    return here


def taken_outcomes(request: HttpRequest) -> Outcomes | None:
    """Return the outcomes of the latest action once, and forget them."""
    kept: dict[str, Any] | None = request.session.pop(_SESSION_KEY, None)
    if kept is None:
        return None
    return Outcomes(kept["title"], [Outcome(**row) for row in kept["rows"]])


def _keep(request: HttpRequest, user: User, title: str, refusals: Refusals) -> None:
    """Keep the outcomes for the page that is shown next: a reload then repeats nothing."""
    numbers = dict(visible_to(user).filter(pk__in=refusals).order_by().values_list("pk", "number"))
    place = ListPlace.read(request.GET, user)
    rows = [
        Outcome(
            number=numbers.get(key, ""),
            url=file_url(key, place.carried) if key in numbers else "",
            why_not=error.message if error else "",
        )
        for key, error in refusals.items()
    ]
    request.session[_SESSION_KEY] = {"title": title, "rows": [asdict(row) for row in rows]}


def _take(_request: HttpRequest, user: User, keys: Sequence[int]) -> Refusals:
    return {key: _refusal_of(partial(take, user, key)) for key in keys}


def _pass(request: HttpRequest, user: User, keys: Sequence[int]) -> Refusals:
    """Pass each on from the stage in which the page showed it, never from a later one."""
    states = dict(visible_to(user).filter(pk__in=keys).order_by().values_list("pk", "state"))

    def one(key: int) -> Application:
        stage = request.POST.get(f"stage-{key}", "")
        if not stage:
            raise Conflict("stale", _("Berkas ini sudah berubah sejak Anda membukanya."))
        if states.get(key) == State.SUBMITTED:
            raise Conflict("not_started", _("Pemeriksaannya belum dimulai. Ambil dulu berkasnya."))
        return perform(user, key, Transition.PASS_STAGE, data={"stage": stage})

    return {key: _refusal_of(partial(one, key)) for key in keys}


def _hand_over(request: HttpRequest, user: User, keys: Sequence[int]) -> Refusals:
    receiver = find_colleague(parse_pk(request.POST.get("receiver", "")))
    return hand_over_many(user, keys, receiver)


def _refusal_of(work: Callable[[], Application]) -> DomainError | None:
    try:
        work()
    except DomainError as error:
        return error
    return None


def _taken(n: int) -> str:
    return ngettext(
        "%(n)s dari %(total)s berkas diambil.", "%(n)s dari %(total)s berkas diambil.", n
    )


def _passed(n: int) -> str:
    return ngettext(
        "%(n)s dari %(total)s berkas diloloskan.", "%(n)s dari %(total)s berkas diloloskan.", n
    )


def _handed(n: int) -> str:
    return ngettext(
        "%(n)s dari %(total)s berkas diserahkan.", "%(n)s dari %(total)s berkas diserahkan.", n
    )


_ACTS: Mapping[str, tuple[Act, Callable[[int], str]]] = {
    "take": (_take, _taken),
    "take_page": (_take, _taken),
    "pass": (_pass, _passed),
    "hand_over": (_hand_over, _handed),
}
