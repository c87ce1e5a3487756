"""An application as one PDF for officials: a summary in Indonesian, followed by its documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import IO, Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from applications.admin.application_page.enterprise import particular_lines
from applications.admin.application_page.field_rows import answers_by_group
from applications.admin.application_page.timeline import timeline
from applications.admin.application_page.verdict import verdict_summary
from applications.models import Application, Attachment
from applications.selectors.assessments import Assessment, assessment_of
from applications.selectors.attachments import attachments_by_requirement
from applications.selectors.status import ApplicationStatus, status_of
from applications.services.document_access import openable, record_openings
from common.dates import clock
from common.errors import DomainError, Unavailable
from common.files.merging.cannot import CannotMerge
from common.files.merging.process import MergerBusy, Part, merged
from common.text.formats import date_short, datetime_wib
from enterprises.models import DocumentVersion
from enterprises.services.documents import open_version

_TEMPLATE: Final = settings.BASE_DIR / "templates" / "pdf/application.typ"
# For all documents together; what exceeds it is named, not merged.
MAX_BYTES: Final = 40 * 1024 * 1024


@dataclass(frozen=True)
class _Row:
    """A line of the list of documents; `part` counts the merged ones from 1, 0 with a `note`."""

    label: str
    file: str
    note: str = ""
    part: int = 0


def printout(user: User, application: Application) -> IO[bytes]:
    """Return the PDF, open for reading; needs a row from `with_editions` that `user` may see.

    Where its documents cannot be merged, the summary alone says so. Raises Unavailable "busy" and
    StorageFull.
    """
    with translation.override("id"):
        rows, parts = _documents(user, application)
        try:
            return _merged(user, application, rows, parts)
        except CannotMerge:
            note = _("tidak dapat disatukan, buka di portal")
            loose = [_Row(row.label, row.file, row.note or note) for row in rows]
        try:
            return _merged(user, application, loose, [])
        except CannotMerge as error:
            raise _unavailable() from error


def _merged(
    user: User, application: Application, rows: Sequence[_Row], parts: Sequence[Part]
) -> IO[bytes]:
    try:
        with merged(_TEMPLATE, _data(user, application, rows), parts) as pdf:
            return pdf
    except MergerBusy as error:
        raise _unavailable() from error


def _unavailable() -> Unavailable:
    return Unavailable("busy", _("PDF ini belum dapat disusun sekarang. Coba lagi sebentar lagi."))


def _data(user: User, application: Application, rows: Sequence[_Row]) -> Mapping[str, Any]:
    status, assessment = status_of(application, user), assessment_of(application)
    verdict = verdict_summary(assessment)
    return {
        "office": _("Portal UMKM Jawa Timur"),
        "number": application.number,
        "enterprise": application.enterprise.name,
        "scheme": str(application.scheme.name),
        "regency": str(application.regency),
        "state": status.word,
        "stage": application.stage.name if application.stage else "",
        "due": date_short(application.due_on) if application.due_on else "",
        "printed_at": datetime_wib(clock.now()),
        "printed_by": str(user),
        "verdict": {
            "title": verdict.title,
            "rows": [{"text": row.text, "basis": row.basis} for row in verdict.violations],
            "missing": list(verdict.missing),
        },
        "groups": _groups(assessment),
        "particulars": [list(line) for line in particular_lines(application.enterprise)],
        "documents": [
            {"label": row.label, "file": row.file, "note": row.note, "part": row.part}
            for row in (*rows, *_answered(status))
        ],
        "timeline": _timeline(user, application, status),
    }


def _groups(assessment: Assessment) -> list[dict[str, Any]]:
    return [
        {
            "title": title,
            "rows": [(answer.label, answer.value or _("belum dijawab")) for answer in answers],
        }
        for title, answers in answers_by_group(assessment).items()
    ]


def _timeline(
    user: User, application: Application, status: ApplicationStatus
) -> list[dict[str, str]]:
    return [
        {
            "title": entry.title,
            "at": datetime_wib(entry.at),
            "who": entry.who,
            "reason": entry.reason,
            "about": entry.about,
            "mark": entry.mark,
        }
        for entry in timeline(user, application, status)
    ]


def _documents(user: User, application: Application) -> tuple[list[_Row], list[Part]]:
    rows: list[_Row] = []
    parts: list[Part] = []
    room = MAX_BYTES
    opened: list[Attachment] = []
    listed = attachments_by_requirement(application)
    refusals = openable(user, application, [each for _label, files in listed for each in files])
    for label, attached in listed:
        for attachment in attached:
            version = attachment.version
            note = refusals[attachment.pk] or _note(version, user, room)
            if not note:
                room -= version.size
                opened.append(attachment)
                parts.append(
                    Part(label, version.media_type, partial(open_version, version, by=user))
                )
            rows.append(_Row(label, version.filename, note, 0 if note else len(parts)))
    record_openings(user, application, opened)
    return rows, parts


def _answered(status: ApplicationStatus) -> list[_Row]:
    """Return a line for each document that needs no file, since the enterprise holds it."""
    return [
        _Row(
            row.label,
            _("nomor %(number)s, diterbitkan %(issuer)s")
            % {"number": row.answer.number, "issuer": row.answer.issuer},
            _("Tidak perlu diunggah"),
        )
        for row in status.documents
        if row.answer is not None
    ]


def _note(version: DocumentVersion, user: User, room: int) -> str:
    """Return why the file is not merged, "" if it is."""
    try:
        open_version(version, by=user).close()
    except DomainError as error:
        return error.message
    return "" if version.size <= room else _("terlalu besar, buka di portal")
