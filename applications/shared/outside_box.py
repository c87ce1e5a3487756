"""The owner's turn outside the portal on pages: what, where, until when, what was reported."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from applications.kinds.outside_task import GENERAL, OutsideTask
from applications.kinds.registry import outside_task
from applications.models import Application, OutsideStep
from applications.permissions import may_report
from applications.policies.clock import Closed
from applications.selectors.outside_steps import latest_reports, owner_stage, waiting_step
from applications.shared.due_dates import due_phrase
from applications.shared.handover import HandedOver, handed_over
from common.dates import clock
from common.dates.clock import local_date
from common.text.formats import date_long, date_short
from programs.enums import State
from programs.models import Stage


@dataclass(frozen=True)
class Report:
    """One report as people read it; `attachment_id` is 0 without a file."""

    stage: str
    said: str
    number: str
    note: str
    attachment_id: int
    filename: str


@dataclass(frozen=True)
class OutsideBox:
    """The place with its address, the button where a report may be made, and earlier reports.

    `handover` is what to type there, in the words of `task`.
    """

    task: OutsideTask | None
    handover: Sequence[HandedOver]
    place: str
    link: str
    button: str
    may_decline: bool
    may_report: bool
    reports: Sequence[Report]


def outside_box(application: Application, viewer: User) -> OutsideBox | None:
    """Return what the applicant's page shows; None without a turn outside and without a report."""
    stage = owner_stage(application)
    reports = reports_of(application)
    if stage is None and not reports:
        return None
    task = outside_task(application, stage) if stage else None
    return OutsideBox(
        task=task,
        handover=handed_over(application, task) if task else [],
        place=str(task.place) if task else "",
        link=task.link if task else "",
        button=str(task.done) if task else "",
        may_decline=task is not None and task.may_decline,
        may_report=stage is not None and bool(may_report(viewer, application)),
        reports=reports,
    )


def reports_of(application: Application) -> list[Report]:
    """Return what owner or helper reported of the application, the oldest first."""
    return [_report(step) for step in latest_reports(application)]


def outside_lines(application: Application, stage: Stage, closed: Closed) -> list[str]:
    """Return what is to be done outside the portal, until when, and what happens otherwise."""
    task = outside_task(application, stage)
    turn = _("Giliran Anda: %(stage)s.")
    if task.place or task == GENERAL:
        turn = _("Giliran Anda di luar portal: %(stage)s.")
    return [
        turn % {"stage": stage.name},
        str(task.todo),
        *_dates(application, closed),
    ]


def taken_up_lines(application: Application, closed: Closed) -> list[str]:
    """Return what follows the owner's report at the office."""
    received = _("Kabar Anda sudah tercatat; Anda tidak perlu melakukan apa-apa.")
    if application.state != State.IN_REVIEW:
        return [received, _("Dinas membacanya di daftar kabar dan dapat menutup berkas ini.")]
    due = due_phrase(application, closed, long=True)
    if not due:
        return [received]
    return [received, _("Dinas melanjutkan berkas ini paling lambat %(due)s.") % {"due": due}]


def _dates(application: Application, closed: Closed) -> list[str]:
    waiting = waiting_step(application)
    if waiting is None:
        return [
            _("Tidak ada tanggal yang ditetapkan untuk langkah ini. Kabari kami setelah selesai.")
        ]
    if waiting.due_on < clock.today():
        passed = _("Perkiraan selesai %(day)s sudah lewat. Anda tetap dapat mengabari kami.")
        lines = [passed % {"day": date_long(waiting.due_on)}]
    else:
        first, last = waiting.reminders()
        days = {"first": date_short(first), "last": date_short(last)}
        due = due_phrase(application, closed, long=True)
        lines = [
            ngettext(
                "Perkiraan selesai: %(due)s. Waktunya %(days)s hari kerja.",
                "Perkiraan selesai: %(due)s. Waktunya %(days)s hari kerja.",
                waiting.days,
            )
            % {"due": due, "days": waiting.days},
            _("Sebelum ada kabar, kami mengingatkan Anda pada %(first)s dan %(last)s.") % days,
        ]
    return [
        *lines,
        _(
            "Tanpa kabar, berkas ini tetap terbuka; sesudah tanggal itu dinas melihatnya di daftar "
            "yang belum berkabar."
        ),
    ]


def _report(step: OutsideStep) -> Report:
    day = date_long(local_date(step.reported_at)) if step.reported_at else ""
    return Report(
        stage=step.stage.name,
        said=f"{step.get_result_display()}, {day}",
        number=step.number,
        note=step.note,
        attachment_id=step.attachment_id or 0,
        filename=step.attachment.version.filename if step.attachment else "",
    )
