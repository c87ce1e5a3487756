"""The history of an application for officials, newest first."""

from django.utils.translation import gettext as _

from accounts.models import User
from applications.admin.application_page.corrections import field_labels
from applications.admin.application_page.holding_entries import holding_entries
from applications.admin.application_page.labels import event_actor, event_label, event_mark
from applications.admin.application_page.timeline_entry import TimelineEntry
from applications.messages.corrections import correction_reason
from applications.models import Application
from applications.selectors.status import ApplicationStatus, HistoryRow
from programs.enums import State, Transition


def timeline(
    user: User, application: Application, status: ApplicationStatus
) -> list[TimelineEntry]:
    """Return every transition and every change of hands, the newest first."""
    moments = {event.at for event in status.history}
    entries = [*_transitions(application, status), *holding_entries(user, application, moments)]
    # Of entries at one moment, the one written last comes first.
    return sorted(entries, key=lambda entry: entry.at)[::-1]


def _transitions(application: Application, status: ApplicationStatus) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            title=event_label(application, event),
            at=event.at,
            who=event_actor(event),
            reason=event.reason,
            about=_about(application, event),
            mark=event_mark(event),
        )
        for event in status.history
    ]


def _about(application: Application, event: HistoryRow) -> str:
    if event.transition == Transition.REQUEST_REVISION:
        return _asked(application, event)
    if event.transition == Transition.SUBMIT and event.from_state != State.DRAFT:
        return _changed(application, event)
    if event.open_stages:
        stages = [s for s in application.edition.stages.all() if s.code in event.open_stages]
        return _("Belum tercatat selesai: %(what)s") % {"what": "; ".join(s.name for s in stages)}
    return ""


def _asked(application: Application, event: HistoryRow) -> str:
    """Return the fields that were asked for, each with what is wrong where that was said."""
    asked = [
        f"{label} ({reason})" if (reason := correction_reason(event.asked[field])) else label
        for field, label in field_labels(application)
        if field in event.asked
    ]
    return _("Diminta diperbaiki: %(what)s") % {"what": "; ".join(asked)} if asked else ""


def _changed(application: Application, event: HistoryRow) -> str:
    labels = dict(field_labels(application))
    changed = [labels[field] for field in event.changed if field in labels]
    if not changed:
        return _("Tidak ada jawaban atau dokumen yang diubah.")
    return _("Diubah: %(what)s") % {"what": "; ".join(changed)}
