"""What a violation says: what, why (figure and article), what to do now."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from common.formats import number, rupiah
from programs.messages.sentences import SENTENCES
from programs.policies.eligibility import Violation


def violation_message(violation: Violation) -> str:
    """The sentence in the active language, with the legal basis in brackets."""
    text, basis = violation_text(violation), basis_of(violation)
    return f"{text} ({basis})" if basis else text


def violation_text(violation: Violation) -> str:
    """The sentence alone, for pages that set the basis apart."""
    return _TEXTS[violation.code](violation.params)


def basis_of(violation: Violation) -> str:
    """Regulation and article, as far as known."""
    return ", ".join(part for part in (violation.legal_basis, violation.article) if part)


def _amount_too_small(p: Mapping[str, Any]) -> str:
    return _(
        "Skema ini untuk pinjaman di atas %(limit)s. Anda meminta %(given)s. Naikkan jumlahnya "
        "atau pilih skema yang lebih kecil."
    ) % {"limit": rupiah(p["limit"]), "given": rupiah(p["given"])}


def _amount_too_large(p: Mapping[str, Any]) -> str:
    return _(
        "Skema ini paling banyak %(limit)s. Anda meminta %(given)s. Kurangi jumlahnya atau pilih "
        "skema yang lebih besar."
    ) % {"limit": rupiah(p["limit"]), "given": rupiah(p["given"])}


def _borrower(p: Mapping[str, Any]) -> str:
    if p["given"] == "cooperative":
        return _("Skema ini tidak melayani koperasi. Koperasi dapat mengajukan pinjaman LPDB.")
    return _("Skema ini tidak melayani bentuk usaha Anda. Periksa bentuk usaha pada profil.")


def _sales(p: Mapping[str, Any]) -> str:
    return _(
        "Hasil penjualan setahun paling banyak %(limit)s. Penjualan Anda %(given)s, jadi usaha "
        "Anda sudah melampaui skema ini."
    ) % {"limit": rupiah(p["limit"]), "given": rupiah(p["given"])}


def _npwp(p: Mapping[str, Any]) -> str:
    return _(
        "Pinjaman di atas %(limit)s memerlukan NPWP. Anda meminta %(given)s. Tambahkan NPWP pada "
        "profil usaha atau kurangi jumlahnya."
    ) % {"limit": rupiah(p["limit"]), "given": rupiah(p["given"])}


def _young(p: Mapping[str, Any]) -> str:
    return _(
        "Usaha perlu berjalan paling sedikit %(limit)s bulan. Usaha Anda baru %(given)s bulan. "
        "Ikuti pendampingan atau pelatihan sambil menunggu."
    ) % {"limit": p["limit"], "given": max(0, p["given"])}


def _permit(_p: Mapping[str, Any]) -> str:
    return _(
        "Perlu NIB atau surat keterangan usaha. Buat NIB gratis di OSS atau minta surat dari "
        "kelurahan/desa."
    )


def _tenor(p: Mapping[str, Any]) -> str:
    return _(
        "Jangka waktu paling lama %(limit)s bulan untuk tujuan ini. Anda meminta %(given)s bulan. "
        "Pilih jangka waktu yang lebih pendek."
    ) % {"limit": p["limit"], "given": p["given"]}


def _cap(p: Mapping[str, Any]) -> str:
    return _(
        "KUR pada sektor Anda paling banyak %(limit)s kali. Anda sudah menerima %(given)s kali. "
        "Tanyakan kredit lain kepada bank."
    ) % {"limit": number(p["limit"]), "given": number(p["given"])}


def _other_credit(_p: Mapping[str, Any]) -> str:
    return _(
        "Penerima KUR sebaiknya tidak sedang memiliki kredit usaha lain. Lunasi dahulu atau "
        "siapkan surat lunas; bank yang akan memeriksa."
    )


def _civil_servant(_p: Mapping[str, Any]) -> str:
    return _(
        "ASN, anggota TNI, dan Polri yang masih aktif umumnya tidak dilayani KUR. Tanyakan dahulu "
        "kepada bank."
    )


def _collateral(p: Mapping[str, Any]) -> str:
    return _(
        "Anda tidak perlu menawarkan agunan tambahan: sampai %(limit)s bank tidak boleh "
        "memintanya. Laporkan bila tetap diminta."
    ) % {"limit": rupiah(p["limit"])}


def _slik(p: Mapping[str, Any]) -> str:
    return _(
        "Catatan kredit Anda kolektibilitas %(given)s; bank mengharapkan %(limit)s (lancar). "
        "Periksa di iDebku OJK dan selesaikan tunggakan."
    ) % {"limit": p["limit"], "given": p["given"]}


_TEXTS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "amount_too_small": _amount_too_small,
    "amount_too_large": _amount_too_large,
    "borrower_not_served": _borrower,
    "annual_sales_too_large": _sales,
    "npwp_needed": _npwp,
    "business_too_young": _young,
    "nib_or_sku_needed": _permit,
    "tenor_too_long": _tenor,
    "access_cap_reached": _cap,
    "other_productive_credit": _other_credit,
    "civil_servant": _civil_servant,
    "collateral_not_needed": _collateral,
    "slik_not_clear": _slik,
    **SENTENCES,
}


def known_codes() -> frozenset[str]:
    """Every violation code that has words."""
    return frozenset(_TEXTS)
