"""The latest request for correction on the page of an application: before, now, and what is asked.

One line per field: an answer, a document or a particular of the enterprise.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from applications.admin.application_page.documents import AttachedFile, attached_file
from applications.messages.corrections import (
    correction_reason,
    particular_label,
    particular_text,
)
from applications.models import Application, Attachment
from applications.policies.corrections import ENTERPRISE, PARTICULARS, particulars_in
from applications.selectors.changes import (
    Correction,
    FilePairs,
    changed_answers,
    changed_documents,
    changed_particulars,
    files_before_and_now,
    particulars_said,
)
from applications.selectors.document_access import DocumentGate
from applications.selectors.documents import file_row
from applications.selectors.status import ApplicationStatus
from programs.messages.answers import counted_answer
from programs.selectors.answer_names import answer_name


@dataclass(frozen=True)
class CorrectionLine:
    """One field: whether and why it was asked for, and what it said before and says now."""

    label: str
    is_asked: bool
    is_changed: bool
    reason: str = ""
    before: str = ""
    now: str = ""
    files_before: Sequence[AttachedFile] = ()
    files_now: Sequence[AttachedFile] = ()

    @property
    def is_document(self) -> bool:
        return bool(self.files_before or self.files_now)


@dataclass(frozen=True)
class CorrectionSummary:
    """The latest request for correction; `is_open` while the applicant has yet to answer."""

    reason: str = ""
    asked_at: datetime | None = None
    asked_by: str = ""
    answered_at: datetime | None = None
    lines: Mapping[str, CorrectionLine] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        return self.asked_at is not None and self.answered_at is None

    @property
    def asked(self) -> list[CorrectionLine]:
        """The lines that the office asked for, in the order of the form."""
        return [line for line in self.lines.values() if line.is_asked]

    @property
    def others(self) -> list[CorrectionLine]:
        """The lines that changed without being asked for."""
        return [line for line in self.lines.values() if not line.is_asked]

    @property
    def awaited(self) -> list[str]:
        """The fields that the applicant has yet to correct."""
        return [name for name, line in self.lines.items() if self.is_open and line.is_asked]

    @property
    def changed(self) -> list[str]:
        """The fields that differ from what they were when the office asked."""
        return [name for name, line in self.lines.items() if line.is_changed]

    @property
    def unchanged_count(self) -> int:
        return sum(not line.is_changed for line in self.asked)


def correction_summary(
    application: Application, status: ApplicationStatus, gate: DocumentGate
) -> CorrectionSummary:
    """Return the latest request for correction; one without lines where there never was one.

    One query for its files, only when there is one.
    """
    correction = status.correction or status.answered_correction
    if correction is None:
        return CorrectionSummary()
    return CorrectionSummary(
        reason=correction.reason,
        asked_at=correction.asked_at,
        asked_by=correction.asked_by,
        answered_at=correction.answered_at,
        lines=dict(_lines(application, correction, gate)),
    )


def _lines(
    application: Application, correction: Correction, gate: DocumentGate
) -> Iterator[tuple[str, CorrectionLine]]:
    """Yield the fields that were asked for or have changed, in the order of the page.

    What an applicant has changed and not sent yet is no change.
    """
    files = files_before_and_now(application, correction)
    changed = _changed(application, correction, files) if correction.answered_at else set()
    for name, label in field_labels(application):
        is_asked = name in correction.fields
        if is_asked or name in changed:
            before, now = _texts(application, correction, name)
            pair = files.get(name.removeprefix("documents."), ([], []))
            yield (
                name,
                CorrectionLine(
                    label=label,
                    is_asked=is_asked,
                    is_changed=name in changed,
                    reason=correction_reason(correction.field_reasons.get(name, "")),
                    before=before,
                    now=now,
                    files_before=_files(application, pair[0], gate),
                    files_now=_files(application, pair[1], gate),
                ),
            )


def field_labels(application: Application) -> Iterator[tuple[str, str]]:
    """Yield every field that may be asked for and its label, in the order of the page."""
    kind = application.scheme.kind
    for question in application.edition.questions.all():
        yield f"answers.{question.code}", answer_name(kind, question)
    for name in PARTICULARS:
        yield f"{ENTERPRISE}{name}", particular_label(name)
    for requirement in application.edition.requirements.all():
        yield f"documents.{requirement.code}", requirement.label


def _changed(application: Application, correction: Correction, files: FilePairs) -> set[str]:
    return (
        changed_answers(application, correction)
        | changed_documents(files)
        | changed_particulars(application, correction)
    )


def _texts(application: Application, correction: Correction, name: str) -> tuple[str, str]:
    """Return what the field said before and says now; empty texts for a document."""
    place, _dot, code = name.partition(".")
    if place == "enterprise":
        if code not in particulars_in(correction.fields):
            return "", ""
        now = particulars_said(application.enterprise, [code])[code]
        return particular_text(code, correction.enterprise.get(code)), particular_text(code, now)
    if place != "answers":
        return "", ""
    question = next(q for q in application.edition.questions.all() if q.code == code)
    kind, before = application.scheme.kind, correction.answers or {}
    return (
        counted_answer(kind, question, before.get(code)),
        counted_answer(kind, question, application.answers.get(code)),
    )


def _files(
    application: Application, attachments: Sequence[Attachment], gate: DocumentGate
) -> list[AttachedFile]:
    return [attached_file(application.pk, file_row(item), gate) for item in attachments]
