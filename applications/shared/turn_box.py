"""Whose turn it is and what comes next, for the applicant."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.kinds.registry import step_after_decision
from applications.models import Application
from applications.permissions import acting_stage, office_stages, stages_after_decision
from applications.policies.clock import Closed
from applications.selectors.deemed_approval import deadline_now, today_is_past
from applications.selectors.lapsing import waiting_correction
from applications.selectors.outside_steps import owner_stage
from applications.selectors.state_labels import application_state_label, state_step
from applications.selectors.status import turn_of
from applications.shared.due_dates import due_phrase
from applications.shared.outside_box import outside_lines, taken_up_lines
from common.text.formats import date_long, date_short, in_sentence
from programs.enums import State, Turn
from programs.messages.request_words import request_words
from programs.selectors.labels import turn_label


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
    outside = _owners_outside(application, whose, turn, closed)
    if outside is not None:
        return outside
    if whose == Turn.APPLICANT and application.state != State.APPROVED:
        kind = application.scheme.kind
        lines = [request_words(line, kind) for line in _applicant_lines(application, closed)]
        return TurnBox(whose, turn, lines)
    if whose == Turn.OFFICE:
        return TurnBox(whose, turn, _office_lines(application, closed))
    if whose == Turn.PARTNER and application.state == State.IN_REVIEW:
        return TurnBox(whose, turn, _outside_lines(application))
    title = application_state_label(application)
    next_step = state_step(application)
    if whose in (Turn.PARTNER, Turn.APPLICANT):
        return TurnBox(whose, title, [f"{turn}.", next_step, *_partner_days(application)])
    return TurnBox(whose, title, [next_step])


def prepared_box(application: Application, closed: Closed, not_head: str) -> TurnBox:
    """Return the box of a draft for a person who may complete it; `not_head` says who sends it."""
    box = turn_box(application, closed)
    unsent = request_words(_("Pengajuan ini belum dikirim."), application.scheme.kind)
    return replace(box, lines=[unsent, not_head, *box.lines[1:]])


def _owners_outside(
    application: Application, whose: Turn, turn: str, closed: Closed
) -> TurnBox | None:
    """Return the owner's turn outside the portal, or the office's after their report."""
    stage = owner_stage(application) if whose == Turn.APPLICANT else None
    if stage is not None:
        lines = outside_lines(application, stage, closed)
        if application.state != State.APPROVED:
            return TurnBox(whose, turn, lines)
        lines = [f"{turn}.", state_step(application), *lines]
        return TurnBox(whose, application_state_label(application), lines)
    if application.reported_turn != Turn.OFFICE or application.state == State.REVISION_REQUESTED:
        return None
    return TurnBox(whose, turn, taken_up_lines(application, closed))


def _applicant_lines(application: Application, closed: Closed) -> list[str]:
    if application.state == State.DRAFT:
        return [
            _("Pengajuan ini belum dikirim. Lengkapi setiap bagian, lalu kirim."),
            _("Draf tersimpan sendiri dan tidak mempunyai batas waktu."),
        ]
    return [
        _("Dinas meminta perbaikan. Kirim perbaikan paling lambat %(due)s.")
        % {"due": due_phrase(application, closed, long=True)},
        *_reminder_lines(application),
        _("Batas waktu dinas berhenti dihitung sampai perbaikan Anda diterima."),
    ]


def _reminder_lines(application: Application) -> list[str]:
    """Say when the applicant is reminded, and what happens when nothing is answered."""
    waiting = waiting_correction(application)
    if waiting is None:
        return []
    first, last = waiting.reminders()
    days = {"first": date_short(first), "last": date_short(last)}
    if waiting.last_day is not None:
        last_day = {"day": date_long(waiting.last_day)}
        return [
            _("Kami sudah mengingatkan Anda pada %(first)s dan %(last)s.") % days,
            _("Bila tidak dijawab sampai %(day)s, pengajuan ini ditutup.") % last_day,
        ]
    return [
        _("Kami mengingatkan Anda pada %(first)s dan %(last)s.") % days,
        _("Bila sesudah itu tidak dijawab, pengajuan ini ditutup dan dapat Anda salin."),
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
    deadline = deadline_now(application)
    if deadline is not None and not today_is_past(deadline):
        silence = _(
            "Bila dinas tidak memutuskan sampai %(day)s, permohonan ini dianggap dikabulkan "
            "(%(basis)s)."
        )
        lines.append(silence % {"day": date_long(deadline.last_day), "basis": deadline.basis})
    lines.append(
        _(
            "Anda tidak perlu melakukan apa-apa. Kabar masuk ke Pesan di portal dan "
            "lewat cara yang Anda pilih di Akun."
        )
    )
    return lines


def usual_time(application: Application) -> str:
    """Describe how long the office may take in total, by the service levels of the edition."""
    days = sum(stage.working_days or 0 for stage in office_stages(application))
    return ngettext(
        "Standar pelayanan untuk pemeriksaan seluruhnya: %(days)s hari kerja.",
        "Standar pelayanan untuk pemeriksaan seluruhnya: %(days)s hari kerja.",
        days,
    ) % {"days": days}


def _partner_days(application: Application) -> list[str]:
    """Describe the estimate of the edition for the outside party, now or after approval."""
    stage = application.stage
    in_review = stage is not None and application.state == State.IN_REVIEW
    waiting = [stage] if in_review else stages_after_decision(application)
    days = sum(s.working_days or 0 for s in waiting if s and not s.waits_for_applicant)
    if not days:
        return []
    return [
        _("Perkiraan jawaban: %(days)s hari kerja; dinas tidak menentukannya.") % {"days": days}
    ]
