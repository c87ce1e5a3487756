"""Messages for violations: what is wrong, why (figure and article), what to do now."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from common.text.formats import number, rupiah
from programs.kinds.declaration import Sentence, Style
from programs.kinds.registry import kinds, sentence_of
from programs.messages.figures import name_of
from programs.messages.grounds import ground_text, office_ground_text
from programs.policies.eligibility import Violation


def violation_message(violation: Violation) -> str:
    """Return the message in the active language, with the ground in brackets."""
    return f"{violation_text(violation)} ({ground_text(violation)})"


def violation_text(violation: Violation) -> str:
    """Return the message alone, for pages that show the basis separately."""
    if violation.code in _COMMON:
        return _COMMON[violation.code](violation.params)
    sentence = sentence_of(violation.code)
    if sentence is None:
        raise KeyError(violation.code)
    return _written(sentence, violation.params, sentence.text)


def office_text(violation: Violation) -> str:
    """Return what is violated, for officials: without advice, and without addressing anyone."""
    if violation.code in _COMMON:
        return _TO_OFFICIALS[violation.code](violation.params)
    sentence = sentence_of(violation.code)
    if sentence is None:
        raise KeyError(violation.code)
    if not sentence.office:
        return violation_text(violation)
    return _written(sentence, violation.params, sentence.office)


def office_message(violation: Violation) -> str:
    """Return `office_text` with the ground in brackets."""
    return f"{office_text(violation)} ({office_ground_text(violation)})"


def known_codes() -> frozenset[str]:
    """Return every violation code that has a message."""
    return frozenset(_COMMON).union(*(kind.sentences for kind in kinds()))


def _written(sentence: Sentence, params: Mapping[str, Any], text: str) -> str:
    write = _WRITERS[sentence.style]
    return _(text) % {name: write(value) for name, value in params.items()}


def _names(value: Any) -> str:
    return ", ".join(map(name_of, value)) if isinstance(value, tuple) else name_of(value)


def _either(codes: Sequence[str]) -> str:
    return _(" atau ").join(map(name_of, codes))


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
    served = p.get("served")
    # Verdicts that were stored earlier do not say whom a programme serves.
    if not served:
        return _("Skema ini tidak melayani bentuk usaha Anda.")
    return _("Program ini hanya untuk %(served)s.") % {"served": _either(served)}


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


def _young_unless_mentored(p: Mapping[str, Any]) -> str:
    return _(
        "Usaha perlu berjalan paling sedikit %(limit)s bulan, atau %(sooner)s bulan bila ikut "
        "pendampingan atau pelatihan. Usaha Anda baru %(given)s bulan: sebutkan pendampingan atau "
        "pelatihan yang Anda ikuti."
    ) % {"limit": p["limit"], "sooner": p["sooner"], "given": max(0, p["given"])}


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
    "business_young_unless_mentored": _young_unless_mentored,
    "nib_or_sku_needed": _number_needed,
    "sector_not_served": _sector,
}


def _borrower_to_officials(p: Mapping[str, Any]) -> str:
    served = p.get("served")
    if not served:
        return _("Skema ini tidak melayani bentuk usaha ini.")
    return _("Program ini hanya untuk %(served)s; pemohonnya %(given)s.") % {
        "given": name_of(p["given"]),
        "served": _either(served),
    }


def _sales_to_officials(p: Mapping[str, Any]) -> str:
    return _("Hasil penjualan setahun paling banyak %(limit)s; usaha ini %(given)s.") % {
        "limit": rupiah(p["limit"]),
        "given": rupiah(p["given"]),
    }


def _young_to_officials(p: Mapping[str, Any]) -> str:
    return _(
        "Usaha perlu berjalan paling sedikit %(limit)s bulan; usaha ini baru %(given)s bulan."
    ) % {"limit": p["limit"], "given": max(0, p["given"])}


def _young_unless_mentored_to_officials(p: Mapping[str, Any]) -> str:
    return _(
        "Usaha perlu berjalan paling sedikit %(limit)s bulan, atau %(sooner)s bulan bila ikut "
        "pendampingan atau pelatihan; usaha ini baru %(given)s bulan."
    ) % {"limit": p["limit"], "sooner": p["sooner"], "given": max(0, p["given"])}


def _number_to_officials(_p: Mapping[str, Any]) -> str:
    return _("Belum ada NIB atau surat keterangan usaha.")


def _sector_to_officials(p: Mapping[str, Any]) -> str:
    return _("Program ini untuk sektor %(served)s; sektor usaha ini %(given)s.") % {
        "given": name_of(p["given"]),
        "served": _names(p["served"]),
    }


_TO_OFFICIALS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "borrower_not_served": _borrower_to_officials,
    "annual_sales_too_large": _sales_to_officials,
    "business_too_young": _young_to_officials,
    "business_young_unless_mentored": _young_unless_mentored_to_officials,
    "nib_or_sku_needed": _number_to_officials,
    "sector_not_served": _sector_to_officials,
}
