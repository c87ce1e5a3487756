"""The history of an application for officials, newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.enums import role_label
from applications.admin.file.labels import event_label
from applications.models import Application
from applications.selectors.status import ApplicationStatus, HistoryRow
from programs.enums import State, Transition


@dataclass(frozen=True)
class TimelineEntry:
    """One entry; `changed` lists what a resubmission changed."""

    title: str
    at: datetime
    who: str
    reason: str
    changed: str = ""


def timeline(application: Application, status: ApplicationStatus) -> list[TimelineEntry]:
    """Return every transition of the application as a timeline entry."""
    return [
        TimelineEntry(
            title=event_label(application, event),
            at=event.at,
            who=f"{event.actor_name or _('sistem')} · {role_label(event.actor_role)}",
            reason=event.reason,
            changed=_changed(application, status, event),
        )
        for event in reversed(status.history)
    ]


def _changed(application: Application, status: ApplicationStatus, event: HistoryRow) -> str:
    if event.transition != Transition.SUBMIT or event.from_state == State.DRAFT:
        return ""
    labels = {f"answers.{q.code}": q.label for q in application.edition.questions.all()}
    labels |= {f"documents.{row.requirement}": row.label for row in status.documents}
    changed = [labels[field] for field in event.changed if field in labels]
    if not changed:
        return _("Tidak ada jawaban atau dokumen yang diubah.")
    return _("Diubah: %(what)s") % {"what": "; ".join(changed)}
