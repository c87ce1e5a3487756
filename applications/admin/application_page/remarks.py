"""Notes, messages to the applicant and reminders on the page of an application."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from applications.admin.application_page.forms import RawTextField
from applications.admin.application_page.timeline_entry import TimelineEntry
from applications.messages.remarks import REMARK, names_of
from applications.models import ApplicantMessage, Application, Note, Reminder
from applications.permissions import may_message, may_note, may_read_notes
from applications.selectors.remarks import (
    SHOWN,
    messages_of,
    notes_of,
    readers_of,
    reminders_on,
)
from applications.services.remarks import (
    MAX_REMINDER,
    MAX_TEXT,
    MESSAGES_A_DAY,
    add_note,
    send_message,
    set_reminder,
)
from common.dates.parsing import NotADate, parse_date
from common.errors import DomainError, InvalidInput
from common.web.primary_keys import parse_pk

NOTE, MESSAGE, REMINDER = "note", "message", "reminder"
_OLDER = "catatan"


class RemarkForm(forms.Form):
    """What an official wrote beside the actions; `remark` says which of the three it is."""

    remark = RawTextField()
    text = RawTextField()
    on = RawTextField()

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data if data is not None and "remark" in data else None)
        self.error = ""

    @property
    def kind(self) -> str:
        return str(self["remark"].value() or "")

    def refuse(self, error: DomainError) -> None:
        """Keep what was typed, with the error beside it."""
        self.error = error.message


@dataclass(frozen=True)
class Remarks:
    """What was written about an application, as one official may read and continue it."""

    notes: Sequence[Note]
    older_notes_url: str
    messages: Sequence[ApplicantMessage]
    reminders: Sequence[Reminder]
    readers: str
    may_note: bool
    may_message: bool

    most: int = SHOWN
    text_limit: int = MAX_TEXT
    reminder_limit: int = MAX_REMINDER
    messages_a_day: int = MESSAGES_A_DAY


def remarks_of(user: User, application: Application, query: QueryDict) -> Remarks:
    """Return what the official may read: no notes about an enterprise that is their own.

    The address leads to older notes by the key of the one before them.
    """
    is_colleague = bool(may_read_notes(user, application))
    may_write = bool(may_message(user, application))
    before = parse_pk(query.get(_OLDER, ""))
    notes = notes_of(application, before) if is_colleague else []
    return Remarks(
        notes=notes,
        older_notes_url=_older_url(query, notes[-1].pk) if len(notes) == SHOWN else "",
        messages=messages_of(application),
        reminders=reminders_on(application, user) if is_colleague else (),
        readers=names_of(readers_of(application)) if may_write else "",
        may_note=bool(may_note(user, application)),
        may_message=may_write,
    )


def with_remarks(entries: Sequence[TimelineEntry], remarks: Remarks) -> list[TimelineEntry]:
    """Return the timeline with the notes and messages in it, the newest first."""
    written = [
        *(_entry(_("Catatan internal"), each) for each in remarks.notes),
        *(_entry(_("Pesan kepada pelaku usaha"), each) for each in remarks.messages),
    ]
    return sorted([*entries, *written], key=lambda entry: entry.at, reverse=True)


def handle_remark(
    request: HttpRequest, user: User, application: Application, form: RemarkForm
) -> HttpResponse:
    """Write what the form holds and show the page again; raises what the services raise."""
    writer = _WRITERS.get(form.kind)
    if writer is None:
        raise InvalidInput("unknown_transition", _("Tindakan ini tidak dikenal."), field="remark")
    messages.success(request, writer(user, application, form.cleaned_data))
    return HttpResponseRedirect(f"{request.get_full_path()}#catatan")


def _older_url(query: QueryDict, last: int) -> str:
    older = query.copy()
    older[_OLDER] = str(last)
    return f"?{older.urlencode()}#catatan"


def _entry(title: str, written: Note | ApplicantMessage) -> TimelineEntry:
    return TimelineEntry(title=title, at=written.at, who=str(written.author), reason=written.text)


def _note(user: User, application: Application, data: Mapping[str, Any]) -> str:
    add_note(user, application.pk, data["text"])
    return _("Catatan tersimpan; hanya petugas yang membacanya.")


def _message(user: User, application: Application, data: Mapping[str, Any]) -> str:
    send_message(user, application.pk, data["text"])
    return _("Pesan dikirim kepada %(names)s.") % {"names": names_of(readers_of(application))}


def _reminder(user: User, application: Application, data: Mapping[str, Any]) -> str:
    try:
        on = parse_date(data["on"])
    except NotADate as error:
        raise InvalidInput("day_unreadable", REMARK["day_unreadable"], field="on") from error
    set_reminder(user, application.pk, on=on, text=data["text"])
    return _("Pengingat tersimpan; tampil di antrean Anda sejak tanggal itu.")


_WRITERS: Mapping[str, Callable[[User, Application, Mapping[str, Any]], str]] = {
    NOTE: _note,
    MESSAGE: _message,
    REMINDER: _reminder,
}
