"""Messages for violations: what is wrong, why (figure and article), what to do now."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from common.formats import number, rupiah
from common.law import citation
from programs.kinds.declaration import Sentence, Style
from programs.kinds.registry import kinds, sentence_of
from programs.messages.figures import name_of
from programs.policies.eligibility import Violation


def violation_message(violation: Violation) -> str:
    """Return the message in the active language, with the legal basis in brackets."""
    text, basis = violation_text(violation), citation(violation)
    return f"{text} ({basis})" if basis else text


def violation_text(violation: Violation) -> str:
    """Return the message alone, for pages that show the basis separately."""
    if violation.code in _COMMON:
        return _COMMON[violation.code](violation.params)
    sentence = sentence_of(violation.code)
    if sentence is None:
        raise KeyError(violation.code)
    return _written(sentence, violation.params)


def known_codes() -> frozenset[str]:
    """Return every violation code that has a message."""
    return frozenset(_COMMON).union(*(kind.sentences for kind in kinds()))


def _written(sentence: Sentence, params: Mapping[str, Any]) -> str:
    write = _WRITERS[sentence.style]
    return _(sentence.text) % {name: write(value) for name, value in params.items()}


def _names(value: Any) -> str:
    return ", ".join(map(name_of, value)) if isinstance(value, tuple) else name_of(value)


def _plain(value: Any) -> str:
    return number(value) if isinstance(value, int) else str(value)


def _money(value: Any) -> str:
    return rupiah(value) if isinstance(value, int) else str(value)


_WRITERS: Mapping[Style, Callable[[Any], str]] = {
    Style.NUMBER: _plain,
    Style.RUPIAH: _money,
    Style.NAME: _names,
}


def _borrower(p: Mapping[str, Any]) -> str:
    if p["given"] == "cooperative":
        return _("Skema ini tidak melayani koperasi. Koperasi dapat mengajukan pinjaman LPDB.")
    return _("Skema ini tidak melayani bentuk usaha Anda. Periksa bentuk usaha pada profil.")


def _sales(p: Mapping[str, Any]) -> str:
    return _(
        "Hasil penjualan setahun paling banyak %(limit)s. Penjualan Anda %(given)s, jadi usaha "
        "Anda sudah melampaui skema ini."
    ) % {"limit": rupiah(p["limit"]), "given": rupiah(p["given"])}


def _young(p: Mapping[str, Any]) -> str:
    return _(
        "Usaha perlu berjalan paling sedikit %(limit)s bulan. Usaha Anda baru %(given)s bulan. "
        "Ikuti pendampingan atau pelatihan sambil menunggu."
    ) % {"limit": p["limit"], "given": max(0, p["given"])}


def _number_needed(_p: Mapping[str, Any]) -> str:
    return _(
        "Perlu NIB atau surat keterangan usaha. Buat NIB gratis di OSS atau minta surat dari "
        "kelurahan/desa."
    )


def _sector(p: Mapping[str, Any]) -> str:
    return _("Program ini untuk sektor %(served)s. Sektor usaha Anda: %(given)s.") % {
        "given": name_of(p["given"]),
        "served": _names(p["served"]),
    }


# Rules about the applicant, which any kind may have; a kind declares its own sentences.
_COMMON: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "borrower_not_served": _borrower,
    "annual_sales_too_large": _sales,
    "business_too_young": _young,
    "nib_or_sku_needed": _number_needed,
    "sector_not_served": _sector,
}
