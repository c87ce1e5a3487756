"""An enterprise as rows of label and value, numbers of people masked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from common.dates import clock
from common.text.formats import date_short, mask_tail, number, rupiah
from enterprises.messages.particulars import NO_CLASS, SALES_LACKING, words
from enterprises.messages.refusals import LABELS
from enterprises.messages.statements import read_as_one, source_words
from enterprises.models import Enterprise
from enterprises.selectors.classes import classes
from reference.enums import KbliVersion
from reference.selectors.kbli import find_kbli, successors


@dataclass(frozen=True)
class ClassRow:
    """One UMKM class: the criterion, the class, its upper bound and its article."""

    criterion: str
    amount: str
    name: str
    limit: str
    basis: str
    purpose: str


def profile_rows(enterprise: Enterprise, own_since: date | None = None) -> list[dict[str, Any]]:
    """Return label, value and source of each field, in the order of the form.

    `own_since` is the day since which the reader alone acts for the enterprise.
    """
    return [
        {
            "label": LABELS[name],
            "value": value,
            "source": source_words(enterprise, *read_as_one(name), own_since=own_since),
        }
        for name, value in _values(enterprise).items()
    ]


def _values(enterprise: Enterprise) -> Mapping[str, Any]:
    return {
        "name": enterprise.name,
        "legal_form": enterprise.get_legal_form_display(),
        "nib": enterprise.nib or _("Belum ada"),
        **({"sku_number": enterprise.sku_number} if enterprise.sku_number else {}),
        **({"candidate": _("Ya")} if enterprise.candidate else {}),
        "sector": enterprise.get_sector_display(),
        "kbli": _kbli(enterprise),
        "founded_on": words(enterprise.founded_on, date_short),
        "nik": mask_tail(enterprise.nik),
        "npwp": mask_tail(enterprise.npwp) if enterprise.npwp_index else _("Belum ada"),
        "phone": enterprise.phone or _("Belum ada"),
        "regency": str(enterprise.regency),
        "address": enterprise.address,
        "owner_capital": rupiah(enterprise.owner_capital),
        "loan_capital": rupiah(enterprise.loan_capital),
        "annual_sales": words(enterprise.annual_sales, rupiah),
        "workers": words(enterprise.workers, _people),
    }


def _people(count: int) -> str:
    return _("%(count)s orang") % {"count": number(count)}


def _kbli(enterprise: Enterprise) -> str:
    """Return the code with title and edition; of 2020 its successors too, as both are accepted."""
    known = find_kbli(enterprise.kbli, enterprise.kbli_version)
    code = f"{known or enterprise.kbli} ({enterprise.get_kbli_version_display()})"
    if enterprise.kbli_version != KbliVersion.KBLI_2020:
        return code
    successor = successors(enterprise.kbli)
    if successor is None:
        return code
    new_codes = ", ".join(f"{new} {title}".strip() for new, title in successor.codes)
    text = f"KBLI 2025: {successor.relation.label} {new_codes}".strip()
    return f"{code}. {text}" + ("" if successor.is_verified else f" ({_('belum diverifikasi')})")


def class_rows(enterprise: Enterprise) -> list[ClassRow]:
    """Return both classes of PP 7/2021 today, each with the amount it is based on."""
    pair = classes(enterprise, clock.today())
    return [
        ClassRow(
            criterion=_("Menurut modal yang direncanakan")
            if enterprise.candidate
            else _("Menurut modal usaha"),
            amount=rupiah(enterprise.capital),
            name=str(pair.by_capital.label),
            limit=rupiah(pair.capital_limit) if pair.capital_limit else "",
            basis=pair.capital_basis,
            purpose=_("dipakai untuk pendirian dan pendaftaran usaha"),
        ),
        ClassRow(
            criterion=_("Menurut hasil penjualan tahunan"),
            amount=str(SALES_LACKING)
            if enterprise.annual_sales is None
            else rupiah(enterprise.annual_sales),
            name=str(pair.by_sales.label if pair.by_sales else NO_CLASS),
            limit=rupiah(pair.sales_limit) if pair.sales_limit else "",
            basis=pair.sales_basis,
            purpose=_("dipakai untuk kemudahan, pelindungan, dan pemberdayaan, termasuk program"),
        ),
    ]
