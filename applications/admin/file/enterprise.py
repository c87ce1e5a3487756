"""The enterprise behind an application, as officials see it; identity numbers stay masked."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.dates import clock
from common.formats import date_short, mask_tail, number, rupiah
from enterprises.models import Enterprise
from enterprises.selectors.classes import ClassPair, classes
from reference.enums import KbliVersion


@dataclass(frozen=True)
class Particulars:
    """The enterprise as pairs of label and value, and both of its classes."""

    lines: Sequence[tuple[str, str]]
    classes: ClassPair


def particulars_of(enterprise: Enterprise) -> Particulars:
    """Return the enterprise's details: amounts in rupiah, last four digits of NIK and NPWP."""
    edition = KbliVersion(enterprise.kbli_version).label
    return Particulars(
        lines=[
            (_("Bentuk usaha"), str(enterprise.get_legal_form_display())),
            ("NIB", enterprise.nib),
            ("NIK", mask_tail(enterprise.nik)),
            ("NPWP", mask_tail(enterprise.npwp) if enterprise.npwp else _("belum ada")),
            (_("Sektor"), str(enterprise.get_sector_display())),
            ("KBLI", f"{enterprise.kbli} ({edition})"),
            (_("Mulai usaha"), date_short(enterprise.founded_on)),
            (_("Tenaga kerja"), number(enterprise.workers)),
            (_("Modal sendiri"), rupiah(enterprise.owner_capital)),
            (_("Modal pinjaman"), rupiah(enterprise.loan_capital)),
            (_("Penjualan setahun"), rupiah(enterprise.annual_sales)),
            (_("Ponsel"), enterprise.phone or _("tidak diisi")),
            (_("Alamat"), f"{enterprise.address}, {enterprise.regency}"),
        ],
        classes=classes(enterprise, clock.today()),
    )
