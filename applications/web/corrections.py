"""What the office asked to correct, field by field, with the page where it is corrected."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from applications.models import Application
from applications.selectors.status import ApplicationStatus


@dataclass(frozen=True)
class Correction:
    """One field to correct; `field` as the office named it, such as `answers.purpose`."""

    field: str
    label: str
    url: str


def corrections_of(application: Application, status: ApplicationStatus) -> Sequence[Correction]:
    """Return the fields of the open request in the order of the form, without unknown names."""
    if status.correction is None:
        return []
    requested = set(status.correction.fields)
    answers = [
        Correction(
            f"answers.{question.code}",
            question.label,
            reverse("application-questions", args=[application.pk, question.group])
            + f"#id_{question.code}",
        )
        for question in application.edition.questions.all()
    ]
    documents = [
        Correction(
            f"documents.{row.requirement}",
            row.label,
            reverse("application-document", args=[application.pk, row.requirement]),
        )
        for row in status.documents
    ]
    return [item for item in [*answers, *documents] if item.field in requested]
