"""An enterprise as the register shows it to officials: amounts, masked numbers, its people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.selectors.phones import masked_number
from common.dates import clock
from common.text.formats import date_short, datetime_wib, mask_tail, number, rupiah
from enterprises.messages.particulars import Line, class_words, numbers, words
from enterprises.messages.statements import read_as_one, source_words
from enterprises.models import Enterprise
from enterprises.selectors.classes import classes
from reference.selectors.kbli import find_kbli


@dataclass(frozen=True)
class Particular:
    """One particular; `source` says who stated it and when, empty where that is not known."""

    label: str
    value: str
    source: str = ""


@dataclass(frozen=True)
class Section:
    """A group of particulars under one heading."""

    title: str
    lines: Sequence[Particular]


def sections_of(enterprise: Enterprise) -> list[Section]:
    """Return what the register knows; of NIK and NPWP the last four digits only."""
    return [
        Section(_("Usaha"), _sourced(enterprise, _identity(enterprise))),
        Section(_("Kegiatan"), _sourced(enterprise, _activity(enterprise))),
        Section(
            _("Modal dan penjualan"),
            [*_sourced(enterprise, _money(enterprise)), *_class_lines(enterprise)],
        ),
        Section(
            _("Di register"),
            [
                Particular(_("Terdaftar pada"), datetime_wib(enterprise.created_at)),
                Particular(_("Diubah pada"), datetime_wib(enterprise.updated_at)),
            ],
        ),
    ]


def identity_lines(enterprise: Enterprise, *, is_phone_masked: bool = False) -> list[Line]:
    """Return who and where the enterprise is."""
    return list(_identity(enterprise, is_phone_masked=is_phone_masked).values())


def _sourced(enterprise: Enterprise, lines: Mapping[str, Line]) -> list[Particular]:
    return [
        Particular(label, value, source_words(enterprise, *_fields_of(name)))
        for name, (label, value) in lines.items()
    ]


def _fields_of(name: str) -> tuple[str, ...]:
    return ("address", "regency") if name == "address" else read_as_one(name)


def _identity(enterprise: Enterprise, *, is_phone_masked: bool = False) -> Mapping[str, Line]:
    phone = masked_number(enterprise.phone) if is_phone_masked else enterprise.phone
    return {
        "legal_form": (_("Bentuk usaha"), str(enterprise.get_legal_form_display())),
        **numbers(enterprise),
        "nik": ("NIK", mask_tail(enterprise.nik)),
        "npwp": ("NPWP", mask_tail(enterprise.npwp) if enterprise.npwp else _("Belum ada")),
        "phone": (_("Ponsel"), phone or _("Belum ada")),
        "address": (_("Alamat"), f"{enterprise.address}, {enterprise.regency}"),
    }


def _activity(enterprise: Enterprise) -> Mapping[str, Line]:
    edition = enterprise.get_kbli_version_display()
    known = find_kbli(enterprise.kbli, enterprise.kbli_version)
    return {
        "sector": (_("Sektor"), str(enterprise.get_sector_display())),
        "kbli": ("KBLI", f"{known or enterprise.kbli} ({edition})"),
        "founded_on": (_("Mulai usaha"), words(enterprise.founded_on, date_short)),
        "workers": (_("Tenaga kerja"), words(enterprise.workers, number)),
    }


def _money(enterprise: Enterprise) -> Mapping[str, Line]:
    return {
        "owner_capital": (_("Modal sendiri"), rupiah(enterprise.owner_capital)),
        "loan_capital": (_("Modal pinjaman"), rupiah(enterprise.loan_capital)),
        "annual_sales": (_("Penjualan setahun"), words(enterprise.annual_sales, rupiah)),
    }


def _class_lines(enterprise: Enterprise) -> list[Particular]:
    """Return both classes, which are computed from the amounts, not stated by anyone."""
    pair = classes(enterprise, clock.today())
    by_capital = f"{pair.by_capital.label} ({pair.capital_basis})"
    return [
        Particular(_("Kelas menurut modal"), by_capital),
        Particular(_("Kelas menurut penjualan"), class_words(pair.by_sales, pair.sales_basis)),
    ]
