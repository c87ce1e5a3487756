"""What is wrong with a field to correct, and particulars of the enterprise, as text."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.enums import CorrectionReason
from common.text.formats import date_short, number, rupiah
from enterprises.messages.refusals import LABELS
from reference.enums import KbliVersion, Sector
from reference.selectors.regions import regency

_REASONS: Mapping[str, str | Promise] = {
    CorrectionReason.INCORRECT: gettext_lazy("keliru"),
    CorrectionReason.INCOMPLETE: gettext_lazy("belum lengkap"),
    CorrectionReason.OUTDATED: gettext_lazy("kedaluwarsa"),
    CorrectionReason.OTHER: gettext_lazy("lainnya"),
}
_MONEY = frozenset({"owner_capital", "loan_capital", "annual_sales"})


def correction_reason(code: str) -> str:
    """Return what is wrong, in the reader's language; empty where the office did not say."""
    return str(_REASONS[code]) if code in _REASONS else ""


def correction_reasons() -> list[tuple[str, str]]:
    """Return the reasons to choose from, with their labels."""
    return [(str(code), str(_REASONS[code])) for code in CorrectionReason]


def particular_label(name: str) -> str:
    """Return the label of a particular, as on the form where its owner changes it."""
    return str(LABELS[name])


def particular_text(name: str, said: Any) -> str:
    """Return what an enterprise said (`particulars_said`) as text, also where that is nothing."""
    if said in (None, ""):
        return _("Belum ada")
    if name in _MONEY:
        return rupiah(said)
    match name:
        case "founded_on":
            return date_short(date.fromisoformat(said))
        case "workers":
            return _("%(count)s orang") % {"count": number(said)}
        case "regency":
            return str(regency(said) or said)
        case "sector":
            return str(dict(Sector.choices).get(said, said))
        case "kbli":
            code, _slash, version = said.partition("/")
            return f"{code} ({dict(KbliVersion.choices).get(version, version)})"
        case _:
            return str(said)
