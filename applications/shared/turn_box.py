"""Whose turn it is and what comes next, for the applicant."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.kinds.registry import step_after_decision
from applications.models import Application
from applications.permissions import acting_stage, office_stages, stages_after_decision
from applications.policies.clock import Closed
from applications.selectors.status import turn_of
from applications.shared.due_dates import due_phrase
from common.formats import in_sentence
from programs.enums import State, Turn
from programs.selectors.labels import next_step_of, state_label, turn_label


@dataclass(frozen=True)
class TurnBox:
    """Whose turn it is, at the top of an application's page."""

    whose: Turn
    title: str
    lines: Sequence[str]


def turn_box(application: Application, closed: Closed) -> TurnBox:
    """Return whose turn it is, until when, and how long it usually takes."""
    whose = turn_of(application)
    turn = turn_label(whose, application.scheme)
    step = step_after_decision(application)
    if step is not None:
        due = due_phrase(application, closed, long=True)
        until = [capfirst(_("batas waktu %(due)s") % {"due": due})] if due else []
        return TurnBox(whose, turn, [step.text, *until])
    if whose == Turn.APPLICANT and application.state != State.APPROVED:
        return TurnBox(whose, turn, _applicant_lines(application, closed))
    if whose == Turn.OFFICE:
        return TurnBox(whose, turn, _office_lines(application, closed))
    if whose == Turn.PARTNER and application.state == State.IN_REVIEW:
        return TurnBox(whose, turn, _outside_lines(application))
    title = state_label(application.edition, application.state)
    next_step = next_step_of(application.edition, application.state)
    if whose in (Turn.PARTNER, Turn.APPLICANT):
        return TurnBox(whose, title, [f"{turn}.", next_step, *_partner_days(application)])
    return TurnBox(whose, title, [next_step])


def _applicant_lines(application: Application, closed: Closed) -> list[str]:
    if application.state == State.DRAFT:
        return [
            _("Pengajuan ini belum dikirim. Lengkapi setiap bagian, lalu kirim."),
            _("Draf tersimpan sendiri dan tidak mempunyai batas waktu."),
        ]
    if application.state == State.IN_REVIEW:
        stage = acting_stage(application)
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
    stage = acting_stage(application)
    at_work = [_("Tahap sekarang: %(stage)s.") % {"stage": stage.name}] if stage else []
    return [
        *at_work,
        *_partner_days(application),
        _("Dinas mencatat jawabannya, lalu melanjutkan berkas ini."),
    ]


def _office_lines(application: Application, closed: Closed) -> list[str]:
    stage = acting_stage(application)
    lines = []
    if stage is not None:
        lines.append(_("Tahap sekarang: %(stage)s.") % {"stage": in_sentence(stage.name)})
    due = due_phrase(application, closed, long=True)
    if due:
        lines.append(_("Dinas menyelesaikan tahap ini paling lambat %(due)s.") % {"due": due})
    lines.append(usual_time(application))
    lines.append(_("Anda tidak perlu melakukan apa-apa. Kabar dikirim lewat surel dan portal."))
    return lines


def usual_time(application: Application) -> str:
    """Describe how long the office takes in total, by the service levels of the edition."""
    days = sum(stage.working_days or 0 for stage in office_stages(application))
    return ngettext(
        "Pemeriksaan seluruhnya biasanya %(days)s hari kerja.",
        "Pemeriksaan seluruhnya biasanya %(days)s hari kerja.",
        days,
    ) % {"days": days}


def _partner_days(application: Application) -> list[str]:
    """Describe how long the outside party usually takes, at this stage or after approval."""
    stage = application.stage
    in_review = stage is not None and application.state == State.IN_REVIEW
    waiting = [stage] if in_review else stages_after_decision(application)
    days = sum(s.working_days or 0 for s in waiting if s and not s.waits_for_applicant)
    if not days:
        return []
    return [
        _("Jawaban biasanya datang dalam %(days)s hari kerja; dinas tidak menentukannya.")
        % {"days": days}
    ]
