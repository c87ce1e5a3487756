"""The documents of an application as its page shows them; the template is `documents.html`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from applications.admin.application_page.asks import Ask, ask
from applications.admin.application_page.forms import ActionForm
from applications.messages.refusals import PERMISSION
from applications.models import Application
from applications.selectors.answered import HeldDocument
from applications.selectors.document_access import DocumentGate
from applications.selectors.documents import DocumentRow, FileRow
from enterprises.selectors.originals import Seal
from enterprises.selectors.previews import Preview

# The place kept for a thumbnail that is not made yet.
_UNKNOWN: Final = Preview(width=240, height=180, pages=0)


@dataclass(frozen=True)
class AttachedFile:
    """One file of a document, with the access-checked URLs that serve it.

    `pages_url` is that of page 1 of a PDF as a picture, "" for an image, which is shown itself.
    `original_url` is that of the signed original, "" for a file without `seal`.
    `is_closed` to the reader; `reason_url` is where an auditor writes why they open it.
    """

    url: str
    thumbnail_url: str
    pages_url: str
    filename: str
    size: int
    day: datetime
    preview: Preview
    is_infected: bool
    is_waiting: bool
    is_closed: bool
    reason_url: str
    seal: Seal | None
    original_url: str

    @property
    def is_withheld(self) -> bool:
        """Whether it may not be opened, now or ever."""
        return self.is_infected or self.is_waiting or self.is_closed


@dataclass(frozen=True)
class Document:
    """One requirement and its files; `ask` is the tick to have it corrected."""

    ask: Ask
    label: str
    is_required: bool
    is_to_correct: bool
    is_changed: bool
    files: Sequence[AttachedFile]
    answer: HeldDocument | None


@dataclass(frozen=True)
class DocumentList:
    """The documents that are needed or there; `size` is the bytes of those that can be opened.

    `closed` says why the reader opens none of them, or only with a reason.
    """

    rows: Sequence[Document]
    count: int
    size: int
    archive_url: str
    printout_url: str
    closed: str


def documents_shown(
    application: Application,
    rows: Sequence[DocumentRow],
    form: ActionForm,
    to_correct: Collection[str],
    changed: Collection[str],
    gate: DocumentGate,
) -> DocumentList:
    """Return the documents in the order of the edition."""
    shown = [
        _document(application, row, form, to_correct, changed, gate)
        for row in rows
        if row.required or row.files
    ]
    opened = [file for row in shown for file in row.files if not file.is_withheld]
    return DocumentList(
        rows=shown,
        count=len(opened),
        size=sum(file.size for file in opened),
        archive_url=reverse("attachments-archive", args=[application.pk]),
        printout_url=reverse("admin:applications_application_pdf", args=[application.pk]),
        closed="" if gate.permission else str(PERMISSION[gate.permission.code]),
    )


def attached_file(application_id: int, file: FileRow, gate: DocumentGate) -> AttachedFile:
    """Return a file that is or was attached to the application, for `document.html`."""
    address = [application_id, file.id]
    permission = gate.to(file.id)
    asks = not permission and gate.asks_for_reasons
    is_image = file.media_type.startswith("image/")
    return AttachedFile(
        url=reverse("attachment", args=address),
        thumbnail_url=reverse("attachment-thumbnail", args=address),
        pages_url="" if is_image else reverse("attachment-page", args=[*address, 1]),
        filename=file.filename,
        size=file.size,
        day=file.attached_at,
        preview=file.preview or _UNKNOWN,
        is_infected=file.is_infected,
        is_waiting=file.is_waiting,
        is_closed=not permission,
        reason_url=reverse("admin:applications_document_reason", args=address) if asks else "",
        seal=file.seal,
        original_url=reverse("attachment-original", args=address) if file.seal else "",
    )


def _document(
    application: Application,
    row: DocumentRow,
    form: ActionForm,
    to_correct: Collection[str],
    changed: Collection[str],
    gate: DocumentGate,
) -> Document:
    field = f"documents.{row.requirement}"
    return Document(
        ask=ask(form, field, row.label),
        label=row.label,
        is_required=row.required,
        is_to_correct=field in to_correct,
        is_changed=field in changed,
        files=[attached_file(application.pk, item, gate) for item in row.files],
        answer=row.answer,
    )
