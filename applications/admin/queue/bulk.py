"""What the queue does with ticked rows: claim, pass on, hand over; an outcome for each."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from applications.admin.queue.place import ListPlace
from applications.models import Application
from applications.selectors.access import visible_to
from applications.selectors.colleagues import find_colleague
from applications.services.claims import hand_over_many, take
from applications.services.transitions import perform
from common.admin.outcomes import Outcome, Outcomes, keep_outcomes, taken_outcomes
from common.errors import Conflict, DomainError
from common.text.formats import in_sentence
from common.web.primary_keys import parse_pk
from programs.enums import State, Transition

MOST_AT_ONCE = 50
_SESSION_KEY = "queue_outcomes"


class _Before(NamedTuple):
    """What a ticked row was before the action."""

    state: str
    stage: int | None
    holder: int | None


class _Result(NamedTuple):
    """What the action did to one row: the change in words, or why there was none."""

    words: str
    is_done: bool = False
    is_held_by_another: bool = False


_Befores = Mapping[int, _Before]
_Act = Callable[[HttpRequest, User, _Befores, Sequence[int]], dict[int, _Result]]


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
        results = act(request, user, _befores(user, keys), keys)
    except DomainError as error:
        messages.error(request, error.message)
        return here
    done = sum(result.is_done for result in results.values())
    _keep(request, user, sentence(done) % {"n": done, "total": len(results)}, results)
    return here


def outcomes_shown(request: HttpRequest) -> Outcomes | None:
    """Return the outcomes of the latest action once, and forget them."""
    return taken_outcomes(request, _SESSION_KEY)


def _befores(user: User, keys: Sequence[int]) -> _Befores:
    rows = _plain(user, keys).values_list("pk", "state", "stage", "claimed_by")
    return {key: _Before(state, stage, holder) for key, state, stage, holder in rows}


def _keep(request: HttpRequest, user: User, title: str, results: Mapping[int, _Result]) -> None:
    """Keep the outcomes for the next page: reloading it then repeats nothing."""
    files = {each.pk: each for each in _plain(user, list(results)).select_related("claimed_by")}
    urls = ListPlace.read(request.GET, user).urls_of_files(list(files.values()))
    rows = [
        Outcome(
            name=files[key].number if key in files else "",
            url=urls.get(key, ""),
            what=_words(result, files.get(key)),
            is_done=result.is_done,
        )
        for key, result in results.items()
    ]
    keep_outcomes(request, _SESSION_KEY, title, rows)


def _plain(user: User, keys: Sequence[int]) -> QuerySet[Application]:
    visible = visible_to(user).select_related(None).prefetch_related(None)
    return visible.filter(pk__in=keys).order_by()


def _words(result: _Result, application: Application | None) -> str:
    """Return the words of a result; who holds a file is named."""
    holder = application.claimed_by if application else None
    if result.is_held_by_another and holder is not None:
        return _("dipegang %(name)s") % {"name": holder}
    return result.words


def _take(
    _request: HttpRequest, user: User, befores: _Befores, keys: Sequence[int]
) -> dict[int, _Result]:
    def one(key: int) -> _Result:
        taken = take(user, key)
        before = befores.get(key)
        if before and before.holder == user.pk and before.state == taken.state:
            return _Result(_("sudah Anda pegang"))
        return _Result(_("diambil"), is_done=True)

    return {key: _result_of(partial(one, key)) for key in keys}


def _pass(
    request: HttpRequest, user: User, befores: _Befores, keys: Sequence[int]
) -> dict[int, _Result]:
    """Pass each on from the stage in which the page showed it, never from a later one."""

    def one(key: int) -> _Result:
        stage, before = request.POST.get(f"stage-{key}", ""), befores.get(key)
        if not stage:
            raise Conflict("stale", _("Berkas ini sudah berubah sejak Anda membukanya."))
        if before and before.state == State.SUBMITTED:
            raise Conflict("not_started", _("Pemeriksaannya belum dimulai. Ambil dulu berkasnya."))
        passed = perform(user, key, Transition.PASS_STAGE, data={"stage": stage})
        now_in = passed.stage.name if passed.stage else ""
        if before and before.stage == passed.stage_id:
            words = _("sudah Anda loloskan sebelumnya, kini di tahap %(stage)s")
            return _Result(words % {"stage": in_sentence(now_in)})
        words = _("diloloskan ke tahap %(stage)s")
        return _Result(words % {"stage": in_sentence(now_in)}, is_done=True)

    return {key: _result_of(partial(one, key)) for key in keys}


def _hand_over(
    request: HttpRequest, user: User, _befores: _Befores, keys: Sequence[int]
) -> dict[int, _Result]:
    receiver = find_colleague(parse_pk(request.POST.get("receiver", "")))
    done = _Result(_("diserahkan kepada %(name)s") % {"name": receiver}, is_done=True)
    refusals = hand_over_many(user, keys, receiver)
    return {key: _refused(error) if error else done for key, error in refusals.items()}


def _result_of(work: Callable[[], _Result]) -> _Result:
    try:
        return work()
    except DomainError as error:
        return _refused(error)


def _refused(error: DomainError) -> _Result:
    return _Result(error.message, is_held_by_another=error.code == "held_by_another")


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


_ACTS: Mapping[str, tuple[_Act, Callable[[int], str]]] = {
    "take": (_take, _taken),
    "take_page": (_take, _taken),
    "pass": (_pass, _passed),
    "hand_over": (_hand_over, _handed),
}
