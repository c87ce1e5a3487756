"""The history of an application for officials, newest first."""

from django.utils.translation import gettext as _

from accounts.models import User
from applications.admin.file.corrections import field_labels
from applications.admin.file.holding_entries import holding_entries
from applications.admin.file.labels import event_actor, event_label, event_mark
from applications.admin.file.timeline_entry import TimelineEntry
from applications.models import Application
from applications.selectors.status import ApplicationStatus, HistoryRow
from programs.enums import State, Transition


def timeline(
    user: User, application: Application, status: ApplicationStatus
) -> list[TimelineEntry]:
    """Return every transition and every change of hands, the newest first."""
    moments = {event.at for event in status.history}
    entries = [*_transitions(application, status), *holding_entries(user, application, moments)]
    # Of one moment, what was written last comes first.
    return sorted(entries, key=lambda entry: entry.at)[::-1]


def _transitions(application: Application, status: ApplicationStatus) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            title=event_label(application, event),
            at=event.at,
            who=event_actor(event),
            reason=event.reason,
            changed=_changed(application, event),
            mark=event_mark(event),
        )
        for event in status.history
    ]


def _changed(application: Application, event: HistoryRow) -> str:
    if event.transition != Transition.SUBMIT or event.from_state == State.DRAFT:
        return ""
    labels = dict(field_labels(application))
    changed = [labels[field] for field in event.changed if field in labels]
    if not changed:
        return _("Tidak ada jawaban atau dokumen yang diubah.")
    return _("Diubah: %(what)s") % {"what": "; ".join(changed)}
