"""An enterprise as the register shows it to officials: amounts, masked numbers, its people."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.selectors.phones import masked_number
from common.dates import clock
from common.formats import date_short, datetime_wib, mask_tail, number, rupiah
from enterprises.messages.particulars import Line, class_words, number_lines, words
from enterprises.models import Enterprise
from enterprises.selectors.classes import classes
from reference.selectors.kbli import find_kbli


@dataclass(frozen=True)
class Section:
    """A group of particulars under one heading."""

    title: str
    lines: Sequence[Line]


def sections_of(enterprise: Enterprise) -> list[Section]:
    """Return what the register knows; of NIK and NPWP the last four digits only."""
    return [
        Section(_("Usaha"), identity_lines(enterprise)),
        Section(_("Kegiatan"), _activity(enterprise)),
        Section(_("Modal dan penjualan"), _money(enterprise)),
        Section(
            _("Di register"),
            [
                (_("Terdaftar pada"), datetime_wib(enterprise.created_at)),
                (_("Diubah pada"), datetime_wib(enterprise.updated_at)),
            ],
        ),
    ]


def identity_lines(enterprise: Enterprise, *, is_phone_masked: bool = False) -> list[Line]:
    """Return who and where the enterprise is."""
    phone = masked_number(enterprise.phone) if is_phone_masked else enterprise.phone
    return [
        (_("Bentuk usaha"), str(enterprise.get_legal_form_display())),
        *number_lines(enterprise),
        ("NIK", mask_tail(enterprise.nik)),
        ("NPWP", mask_tail(enterprise.npwp) if enterprise.npwp else _("belum ada")),
        (_("Ponsel"), phone or _("tidak diisi")),
        (_("Alamat"), f"{enterprise.address}, {enterprise.regency}"),
    ]


def _activity(enterprise: Enterprise) -> list[Line]:
    edition = enterprise.get_kbli_version_display()
    known = find_kbli(enterprise.kbli, enterprise.kbli_version)
    return [
        (_("Sektor"), str(enterprise.get_sector_display())),
        ("KBLI", f"{known or enterprise.kbli} ({edition})"),
        (_("Mulai usaha"), words(enterprise.founded_on, date_short)),
        (_("Tenaga kerja"), words(enterprise.workers, number)),
    ]


def _money(enterprise: Enterprise) -> list[Line]:
    pair = classes(enterprise, clock.today())
    return [
        (_("Modal sendiri"), rupiah(enterprise.owner_capital)),
        (_("Modal pinjaman"), rupiah(enterprise.loan_capital)),
        (_("Penjualan setahun"), words(enterprise.annual_sales, rupiah)),
        (_("Kelas menurut modal"), f"{pair.by_capital.label} ({pair.capital_basis})"),
        (_("Kelas menurut penjualan"), class_words(pair.by_sales, pair.sales_basis)),
    ]
