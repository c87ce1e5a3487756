"""What the office asked to correct, field by field, with the page where it is corrected."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.messages.corrections import correction_reason, particular_label
from applications.models import Application
from applications.policies.corrections import ENTERPRISE, PARTICULARS
from applications.selectors.changes import changes_since
from applications.selectors.status import ApplicationStatus
from enterprises.messages.refusals import LABELS


@dataclass(frozen=True)
class Correction:
    """One field to correct; `field` as the office named it, `reason` says what is wrong with it.

    `is_changed` since the office asked, so that the owner sees what is left.
    """

    field: str
    label: str
    url: str
    reason: str = ""
    is_changed: bool = False


def corrections_of(application: Application, status: ApplicationStatus) -> Sequence[Correction]:
    """Return the fields of the open request in the order of the form, without unknown names."""
    if status.correction is None:
        return []
    reasons = status.correction.field_reasons
    requested = set(status.correction.fields)
    changed = set(changes_since(application, status.correction))
    return [
        Correction(field, label, url, correction_reason(reasons.get(field, "")), field in changed)
        for field, label, url in _fields(application, status)
        if field in requested
    ]


def profile_url(application: Application, back: str = "application", name: str = "") -> str:
    """Return the page where the enterprise's profile is changed, at the field `name` if given.

    It leads back to the application's page of the URL name `back`.
    """
    address = reverse("enterprise-edit", args=[application.enterprise_id])
    query = urlencode({"lanjut": reverse(back, args=[application.pk])})
    return f"{address}?{query}" + (f"#id_{name}" if name else "")


def changed_sentence(application: Application, fields: Sequence[str]) -> str:
    """Return which of the fields, named as the office names them, changed since they were read."""
    questions = {f"answers.{q.code}": q.label for q in application.edition.questions.all()}
    documents = {f"documents.{r.code}": r.label for r in application.edition.requirements.all()}
    labels = {**questions, **documents}
    names = [labels.get(field) or _particular(field) for field in fields]
    said = "; ".join(dict.fromkeys(str(name) for name in names if name))
    return _("Isinya berubah sejak halaman ini dibuka: %(fields)s. Periksa lagi, lalu kirim.") % {
        "fields": said
    }


def _particular(field: str) -> str:
    name = field.removeprefix(ENTERPRISE)
    return str(LABELS[name]) if field.startswith(ENTERPRISE) and name in LABELS else ""


def particulars_to_correct(corrections: Sequence[Correction]) -> list[Correction]:
    """Return those that are corrected on the page of the enterprise."""
    return [item for item in corrections if item.field.startswith(ENTERPRISE)]


def _fields(application: Application, status: ApplicationStatus) -> Iterator[tuple[str, str, str]]:
    """Yield every field that the office may ask for: its name, label and page."""
    for question in application.edition.questions.all():
        page = reverse("application-questions", args=[application.pk, question.group])
        yield f"answers.{question.code}", question.label, f"{page}#id_{question.code}"
    for row in status.documents:
        page = reverse("application-document", args=[application.pk, row.requirement])
        yield f"documents.{row.requirement}", row.label, page
    for name in PARTICULARS:
        page = profile_url(application, name=name)
        yield f"{ENTERPRISE}{name}", particular_label(name), page
