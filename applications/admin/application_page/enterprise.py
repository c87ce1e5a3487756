"""The enterprise of an application, as officials see it; identity numbers stay masked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.admin.application_page.corrections import CorrectionSummary
from applications.admin.application_page.field_rows import FieldRow, FieldText, field_rows
from applications.admin.application_page.forms import ActionForm
from applications.messages.corrections import particular_label, particular_text
from applications.policies.corrections import ENTERPRISE, PARTICULARS
from applications.selectors.changes import particulars_said
from common.dates import clock
from common.text.formats import mask_tail
from enterprises.messages.particulars import Line, numbers
from enterprises.messages.statements import read_as_one, source_words
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
            *(
                FieldRow(label, value, source=source_words(enterprise, name))
                for name, (label, value) in _identity(enterprise).items()
            ),
            *field_rows(_own(enterprise), correction, form),
        ],
        classes=classes(enterprise, clock.today()),
    )


def particular_lines(enterprise: Enterprise) -> list[Line]:
    """Return label and value of the same details, for paper."""
    return [*_identity(enterprise).values(), *((own.label, own.value) for own in _own(enterprise))]


def _identity(enterprise: Enterprise) -> Mapping[str, Line]:
    return {
        "legal_form": (_("Bentuk usaha"), str(enterprise.get_legal_form_display())),
        **numbers(enterprise),
        "nik": ("NIK", mask_tail(enterprise.nik)),
        "phone": (_("Ponsel"), enterprise.phone or _("Belum ada")),
    }


def _own(enterprise: Enterprise) -> list[FieldText]:
    """Return what the owner can change."""
    said = particulars_said(enterprise, PARTICULARS)
    return [
        FieldText(
            field=f"{ENTERPRISE}{name}",
            label=particular_label(name),
            value=particular_text(name, said[name]),
            source=source_words(enterprise, *read_as_one(name)),
        )
        for name in PARTICULARS
    ]
