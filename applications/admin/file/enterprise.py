"""The enterprise behind an application, as officials see it; identity numbers stay masked."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.admin.file.corrections import CorrectionSummary
from applications.admin.file.field_rows import FieldRow, FieldText, field_rows
from applications.admin.file.forms import ActionForm
from applications.messages.corrections import particular_label, particular_text
from applications.policies.corrections import ENTERPRISE, PARTICULARS
from applications.selectors.changes import particulars_said
from common.dates import clock
from common.formats import mask_tail
from enterprises.messages.particulars import number_lines
from enterprises.models import Enterprise
from enterprises.selectors.classes import ClassPair, classes


@dataclass(frozen=True)
class Particulars:
    """The particulars of an enterprise, and both of its classes."""

    rows: Sequence[FieldRow]
    classes: ClassPair


def particulars_of(
    enterprise: Enterprise, correction: CorrectionSummary, form: ActionForm
) -> Particulars:
    """Return the enterprise's details: amounts in rupiah, last four digits of NIK and NPWP."""
    return Particulars(
        rows=[
            *(FieldRow(label, value) for label, value in _identity(enterprise)),
            *field_rows(_own(enterprise), correction, form),
        ],
        classes=classes(enterprise, clock.today()),
    )


def particular_lines(enterprise: Enterprise) -> list[tuple[str, str]]:
    """Return label and value of the same details, for paper."""
    return [*_identity(enterprise), *((own.label, own.value) for own in _own(enterprise))]


def _identity(enterprise: Enterprise) -> list[tuple[str, str]]:
    return [
        (_("Bentuk usaha"), str(enterprise.get_legal_form_display())),
        *number_lines(enterprise),
        ("NIK", mask_tail(enterprise.nik)),
        (_("Ponsel"), enterprise.phone or _("tidak diisi")),
    ]


def _own(enterprise: Enterprise) -> list[FieldText]:
    """Return what the owner can change."""
    said = particulars_said(enterprise, PARTICULARS)
    return [
        FieldText(f"{ENTERPRISE}{name}", particular_label(name), particular_text(name, said[name]))
        for name in PARTICULARS
    ]
