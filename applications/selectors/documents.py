"""The documents an application needs, and the files attached for each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from applications.models import Application, Attachment
from applications.selectors.answered import HeldDocument, answered
from applications.selectors.assessments import assessment_of
from applications.selectors.attachments import current_by_requirement
from enterprises.enums import ScanState
from enterprises.selectors.originals import Seal, seal_of
from enterprises.selectors.previews import Preview, preview_of
from enterprises.selectors.scans import is_infected, scan_state
from programs.models import Requirement


class DocumentStatus(StrEnum):
    """The progress of one required document."""

    MISSING = "missing"
    ANSWERED = "answered"
    UPLOADED = "uploaded"
    FROZEN = "frozen"
    TO_CORRECT = "to_correct"


@dataclass(frozen=True)
class FileRow:
    """One attached file; `id` is the attachment's, which the download URL takes.

    `scan` is a ScanState, or "" where no scanner is configured; `preview` is None where the
    thumbnail is yet to be made, `seal` for a file that was not signed.
    """

    id: int
    filename: str
    media_type: str
    size: int
    attached_at: datetime
    frozen: bool
    scan: str = ""
    preview: Preview | None = None
    seal: Seal | None = None

    @property
    def is_infected(self) -> bool:
        return self.scan == ScanState.INFECTED

    @property
    def is_waiting(self) -> bool:
        """Whether the virus scanner has yet to check it."""
        return self.scan == ScanState.WAITING


@dataclass(frozen=True)
class DocumentRow:
    """One requirement, uploaded or not; `required` depends on the present answers.

    `answer` is what the enterprise holds, valid and looked up, that makes a file unnecessary;
    `has_sheet` where the portal has a sheet to print, sign and photograph.
    """

    requirement: str
    document_kind: str
    label: str
    help: str
    required: bool
    max_files: int
    status: DocumentStatus
    files: tuple[FileRow, ...]
    has_sheet: bool = False
    answer: HeldDocument | None = None

    @property
    def has_file(self) -> bool:
        """Whether there is a usable file, or none is needed; an infected one counts as missing."""
        return self.answer is not None or any(not file.is_infected for file in self.files)

    @property
    def latest(self) -> FileRow | None:
        return self.files[-1] if self.files else None

    @property
    def id(self) -> int | None:
        return self.latest.id if self.latest else None

    @property
    def filename(self) -> str | None:
        return self.latest.filename if self.latest else None


def documents_of(
    application: Application, to_correct: Collection[str] = ()
) -> tuple[DocumentRow, ...]:
    """Return a row per requirement of the edition, in its order."""
    attached = current_by_requirement(application)
    requirements = assessment_of(application).requirements
    lacking = [each for each, required in requirements if required and each.code not in attached]
    held = answered(application, lacking)
    return tuple(
        _document_row(
            requirement,
            required,
            attached.get(requirement.code, []),
            is_to_correct=f"documents.{requirement.code}" in to_correct,
            answer=held.get(requirement.code),
        )
        for requirement, required in requirements
    )


def _document_row(
    requirement: Requirement,
    required: bool,
    attached: Sequence[Attachment],
    *,
    is_to_correct: bool,
    answer: HeldDocument | None,
) -> DocumentRow:
    frozen = bool(attached) and all(item.frozen_at is not None for item in attached)
    if answer is not None:
        status = DocumentStatus.ANSWERED
    elif all(is_infected(item.version) for item in attached):
        status = DocumentStatus.MISSING
    elif not frozen:
        status = DocumentStatus.UPLOADED
    else:
        status = DocumentStatus.TO_CORRECT if is_to_correct else DocumentStatus.FROZEN
    return DocumentRow(
        requirement=requirement.code,
        document_kind=requirement.document_kind,
        label=requirement.label,
        help=requirement.help,
        required=required,
        max_files=requirement.max_files,
        status=status,
        files=tuple(file_row(item) for item in attached),
        has_sheet=bool(requirement.template),
        answer=answer,
    )


def file_row(item: Attachment) -> FileRow:
    """Return the file of an attachment, also of one that was removed."""
    version = item.version
    return FileRow(
        id=item.pk,
        filename=version.filename,
        media_type=version.media_type,
        size=version.size,
        attached_at=item.attached_at,
        frozen=item.frozen_at is not None,
        scan=scan_state(version),
        preview=preview_of(version),
        seal=seal_of(version),
    )
