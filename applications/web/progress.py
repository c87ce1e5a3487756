"""The timeline of an application: what happened, where it is, what comes next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from applications.kinds.registry import outside_task
from applications.lifecycle import OPEN_STATES
from applications.models import Application, Objection, ObjectionStatus, OutsideStep
from applications.selectors.status import (
    ApplicationStatus,
    HistoryRow,
    StageProgress,
    StageRow,
    waits_outside,
)
from common.text.formats import date_short, datetime_wib
from programs.enums import State, Transition, Turn
from programs.messages.request_words import request_words
from programs.models import Stage
from programs.selectors.labels import state_label


@dataclass(frozen=True)
class Step:
    """One line of the timeline; `state` is `is-now`, `is-ahead` or empty."""

    title: str
    at: str = ""
    text: str = ""
    state: str = ""


def timeline(
    application: Application,
    status: ApplicationStatus,
    reports: Sequence[OutsideStep] = (),
    objections: Sequence[Objection] = (),
) -> list[Step]:
    """Return events, reports and objections in order, then the current stage, then those ahead.

    `objections` are the oldest first.
    """
    past = [(event.at, _past(application, event, objections)) for event in status.history]
    past += [(step.reported_at, _reported(step)) for step in reports if step.reported_at]
    past += [entry for objection in objections for entry in _objected(objection)]
    past.sort(key=lambda entry: entry[0])
    return [*(step for _at, step in past), *_ahead(application, status)]


def decision_reason(status: ApplicationStatus) -> str:
    """Return the reason given with the decision; empty before one."""
    decisions = (Transition.APPROVE, Transition.REJECT)
    return next((e.reason for e in reversed(status.history) if e.transition in decisions), "")


def corrected_at(status: ApplicationStatus) -> datetime | None:
    """Return when the applicant last sent a correction; None where none was sent."""
    sent = (e for e in reversed(status.history) if e.transition == Transition.SUBMIT)
    return next((e.at for e in sent if e.from_state != State.DRAFT), None)


def _past(application: Application, event: HistoryRow, objections: Sequence[Objection]) -> Step:
    title = _title(application, event)
    earlier = [each for each in objections if each.filed_at <= event.at]
    is_reopened = event.transition == Transition.REOPEN
    if is_reopened and earlier and earlier[-1].status == ObjectionStatus.UNANSWERED:
        title = _("Keberatan tidak dijawab pada waktunya, berkas dibuka kembali")
    return Step(title, datetime_wib(event.at), event.reason)


def _objected(objection: Objection) -> Iterator[tuple[datetime, Step]]:
    """Yield when it was filed, and when it was refused; what reopened the file is its own event."""
    yield objection.filed_at, Step(_("Keberatan diajukan"), datetime_wib(objection.filed_at))
    if objection.status == ObjectionStatus.REFUSED and objection.answered_at is not None:
        at = objection.answered_at
        yield at, Step(_("Keberatan tidak diterima"), datetime_wib(at), objection.answer)


def _reported(step: OutsideStep) -> Step:
    at = datetime_wib(step.reported_at) if step.reported_at else ""
    return Step(
        _("%(stage)s: kabar tercatat") % {"stage": step.stage.name}, at, step.get_result_display()
    )


def _title(application: Application, event: HistoryRow) -> str:
    if event.transition == Transition.SUBMIT and event.from_state != State.DRAFT:
        return _("Perbaikan dikirim")
    if event.transition in (Transition.PASS_STAGE, Transition.RECOMMEND):
        return _("%(stage)s: selesai") % {"stage": event.from_stage or ""}
    if event.is_silence:
        return _("Dianggap dikabulkan")
    if event.transition in (Transition.APPROVE, Transition.REJECT, Transition.COMPLETE):
        return state_label(application.edition, event.to_state)
    if event.transition == Transition.WITHDRAW and event.from_state == State.DRAFT:
        return _("Draf dibatalkan")
    title = {
        Transition.SUBMIT: _("Pengajuan dikirim"),
        Transition.START_REVIEW: _("Dinas mulai memeriksa"),
        Transition.REQUEST_REVISION: _("Dinas meminta perbaikan"),
        Transition.WITHDRAW: _("Pengajuan ditarik"),
        Transition.REOPEN: _("Keberatan diterima, berkas dibuka kembali"),
        Transition.LAPSE: _("Ditutup karena tidak dijawab"),
    }[Transition(event.transition)]
    return request_words(title, application.scheme.kind)


def _ahead(application: Application, status: ApplicationStatus) -> list[Step]:
    if application.state == State.DRAFT:
        return []
    if application.state in OPEN_STATES:
        return [
            _stage_step(application, row)
            for row in status.stages
            if row.progress != StageProgress.DONE
        ]
    if status.whose_turn in (Turn.PARTNER, Turn.APPLICANT):
        ahead = [r for r in status.stages if not r.stage.exit and r.progress != StageProgress.DONE]
        # After the decision the file is at the first one left.
        return [
            Step(
                row.stage.name,
                _turn_outside(application, row.stage),
                state="is-ahead" if i else "is-now",
            )
            for i, row in enumerate(ahead)
        ]
    return []


def _stage_step(application: Application, row: StageRow) -> Step:
    if row.progress == StageProgress.AHEAD:
        return Step(row.stage.name, _outside_ahead(application, row.stage), state="is-ahead")
    if application.state == State.REVISION_REQUESTED:
        return Step(row.stage.name, _("menunggu perbaikan Anda"), state="is-now")
    if waits_outside(application):
        return Step(row.stage.name, _turn_outside(application, row.stage), state="is-now")
    until = ""
    if application.due_on:
        until = _("paling lambat %(day)s") % {"day": date_short(application.due_on)}
    return Step(row.stage.name, until, state="is-now")


def _turn_outside(application: Application, stage: Stage) -> str:
    """Return whose turn a stage outside the office is, and where; empty for one of the office."""
    if stage.outside_turn == Turn.PARTNER:
        return _("di luar dinas")
    if stage.outside_turn is None:
        return ""
    place = outside_task(application, stage).place
    return _("giliran Anda, di %(place)s") % {"place": place} if place else _("giliran Anda")


def _outside_ahead(application: Application, stage: Stage) -> str:
    """Return whose turn a stage will be, and that one after the decision depends on it."""
    whose = _turn_outside(application, stage)
    if not whose or stage.exit:
        return whose
    return _("bila dinas menyetujui: %(whose)s") % {"whose": whose}
