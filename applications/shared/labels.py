"""How the state of an application is shown: its tag, and the applicant's sentences and lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application
from applications.permissions import inner_stages, stage_at_work
from applications.policies.clock import Closed, days_left
from applications.selectors.status import turn_of
from common.dates import clock
from common.formats import date_long, date_short, rupiah, working_days_left
from programs.enums import State, Turn
from programs.models import Stage
from programs.selectors.labels import next_step_of, turn_word, word_of

# The look of a tag by state; every tag also says its state in words.
_LOOKS: Mapping[str, str] = {
    State.SUBMITTED: "office",
    State.IN_REVIEW: "office",
    State.REVISION_REQUESTED: "turn",
    State.APPROVED: "partner",
    State.REJECTED: "refused",
    State.WITHDRAWN: "closed",
    State.COMPLETED: "done",
}
# What waits to be taken up is new to the office, and an approved file is done with there.
_OFFICE_LOOKS: Mapping[str, str] = {**_LOOKS, State.SUBMITTED: "new", State.APPROVED: "done"}


@dataclass(frozen=True)
class Row:
    """One application in a list."""

    url_id: int
    title: str
    enterprise: str
    number: str
    amount: str
    kind: str
    status: str
    hint: str
    whose: Turn


@dataclass(frozen=True)
class TurnBox:
    """Whose turn it is, at the top of an application's page."""

    whose: Turn
    title: str
    lines: Sequence[str]


def tag(application: Application) -> tuple[str, str]:
    """Return the look and the words of the tag; an unfinished application is to be continued."""
    if application.state == State.DRAFT:
        return "turn", _("Draf, lanjutkan")
    return _LOOKS[application.state], word_of(application.edition, application.state)


def office_look(state: str) -> str:
    """Return the look of a state's tag on the pages of the office."""
    return _OFFICE_LOOKS[state]


def due_phrase(application: Application, closed: Closed, *, long: bool = False) -> str:
    """Return `7 Des 2026 (3 hari kerja lagi)`, or nothing where no date is due."""
    if application.due_on is None:
        return ""
    left = working_days_left(days_left(application.due_on, clock.today(), closed))
    day = date_long(application.due_on) if long else date_short(application.due_on)
    return f"{day} ({left})"


def row(application: Application, closed: Closed) -> Row:
    """Return one line of a list."""
    kind, status = tag(application)
    due = due_phrase(application, closed)
    amount = application.requested_amount
    return Row(
        url_id=application.pk,
        title=application.scheme.name,
        enterprise=application.enterprise.name,
        number=application.number,
        amount=rupiah(amount) if amount else "",
        kind=kind,
        status=status,
        hint=_hint(application, due),
        whose=turn_of(application),
    )


def _hint(application: Application, due: str) -> str:
    whose = turn_of(application)
    if not due:
        return turn_word(whose, application.scheme) if whose == Turn.PARTNER else ""
    until = _("batas waktu %(due)s") % {"due": due}
    return until if whose == Turn.APPLICANT else f"{turn_word(whose, application.scheme)}, {until}"


def turn_box(application: Application, closed: Closed) -> TurnBox:
    """Return whose turn it is, until when, and how long it usually takes."""
    whose = turn_of(application)
    turn = turn_word(whose, application.scheme)
    if whose == Turn.APPLICANT:
        return TurnBox(whose, turn, _applicant_lines(application, closed))
    if whose == Turn.OFFICE:
        return TurnBox(whose, turn, _office_lines(application, closed))
    if whose == Turn.PARTNER and application.state == State.IN_REVIEW:
        return TurnBox(whose, turn, _outside_lines(application))
    title = word_of(application.edition, application.state)
    next_step = next_step_of(application.edition, application.state)
    if whose == Turn.PARTNER:
        return TurnBox(whose, title, [f"{turn}.", next_step, *_partner_days(application)])
    return TurnBox(whose, title, [next_step])


def _applicant_lines(application: Application, closed: Closed) -> list[str]:
    if application.state == State.DRAFT:
        return [
            _("Pengajuan ini belum dikirim. Lengkapi setiap bagian, lalu kirim."),
            _("Draf tersimpan sendiri dan tidak mempunyai batas waktu."),
        ]
    if application.state == State.IN_REVIEW:
        stage = stage_at_work(application)
        return [
            _("Giliran Anda di luar portal: %(stage)s.") % {"stage": stage.name if stage else ""},
            _("Setelah selesai, beri tahu dinas; dinas mencatatnya dan melanjutkan berkas ini."),
        ]
    return [
        _("Dinas meminta perbaikan. Kirim perbaikan paling lambat %(due)s.")
        % {"due": due_phrase(application, closed, long=True)},
        _("Batas waktu dinas berhenti dihitung sampai perbaikan Anda diterima."),
    ]


def _outside_lines(application: Application) -> list[str]:
    stage = stage_at_work(application)
    at_work = [_("Tahap sekarang: %(stage)s.") % {"stage": stage.name}] if stage else []
    return [
        *at_work,
        *_partner_days(application),
        _("Dinas mencatat jawabannya, lalu melanjutkan berkas ini."),
    ]


def _office_lines(application: Application, closed: Closed) -> list[str]:
    stage = stage_at_work(application)
    lines = []
    if stage is not None:
        lines.append(_("Tahap sekarang: %(stage)s.") % {"stage": stage.name.lower()})
    due = due_phrase(application, closed, long=True)
    if due:
        lines.append(_("Dinas menyelesaikan tahap ini paling lambat %(due)s.") % {"due": due})
    lines.append(usual_time(application))
    lines.append(_("Anda tidak perlu melakukan apa-apa. Kabar dikirim lewat surel dan portal."))
    return lines


def usual_time(application: Application) -> str:
    """Say how long the office takes in all, by the standard of the edition."""
    days = sum(stage.working_days or 0 for stage in inner_stages(application))
    return ngettext(
        "Pemeriksaan seluruhnya biasanya %(days)s hari kerja.",
        "Pemeriksaan seluruhnya biasanya %(days)s hari kerja.",
        days,
    ) % {"days": days}


def _partner_days(application: Application) -> list[str]:
    """Say how long the outside party usually takes: at this stage, or in all after approval."""
    stage = application.stage
    waiting = [stage] if stage and application.state == State.IN_REVIEW else _after(application)
    days = sum(each.working_days or 0 for each in waiting)
    if not days:
        return []
    return [
        _("Jawaban biasanya datang dalam %(days)s hari kerja; dinas tidak menentukannya.")
        % {"days": days}
    ]


def _after(application: Application) -> list[Stage]:
    return [s for s in application.edition.stages.all() if s.is_outside and not s.exit]
