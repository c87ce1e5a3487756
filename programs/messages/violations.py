"""What a violation says: what, why (figure and article), what to do now."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from common.formats import number, rupiah
from programs.messages.figures import name_of
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
    return _("Skema ini tidak melayani jenis peminjam Anda. Periksa bentuk usaha pada profil.")


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


def _said(text: str | Promise) -> Callable[[Mapping[str, Any]], str]:
    """A sentence without figures."""
    return lambda _params: str(text)


def _bounded(text: str | Promise) -> Callable[[Mapping[str, Any]], str]:
    """A sentence with a limit and what was given, as plain numbers."""
    return lambda p: str(text) % {"limit": number(p["limit"]), "given": number(p["given"])}


def _in_rupiah(text: str | Promise) -> Callable[[Mapping[str, Any]], str]:
    """A sentence with a limit and, where there is one, an amount given, in rupiah."""
    return lambda p: str(text) % {k: rupiah(p[k]) for k in ("limit", "given") if k in p}


def _named(text: str | Promise) -> Callable[[Mapping[str, Any]], str]:
    """A sentence that names what was given, and what is served instead."""
    return lambda p: (
        str(text)
        % {
            "given": name_of(p["given"]),
            "served": ", ".join(name_of(code) for code in p.get("served", ())),
        }
    )


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
    "npwp_always_needed": _said(
        lazy("Skema ini memerlukan NPWP berapa pun jumlahnya. Tambahkan NPWP pada profil usaha.")
    ),
    "not_first_loan": lambda p: (
        str(
            lazy(
                "Skema ini untuk yang pertama kali menerima KUR. Anda sudah menerima %(given)s "
                "kali; pilih KUR Mikro."
            )
        )
        % {"given": number(p["given"])}
    ),
    "total_too_large": _in_rupiah(
        lazy(
            "KUR yang masih berjalan dan yang diminta bersama-sama paling banyak %(limit)s; "
            "jumlah Anda %(given)s. Kurangi jumlahnya atau lunasi dahulu."
        )
    ),
    "tenor_beyond_contract": _bounded(
        lazy(
            "Jangka waktu tidak boleh melebihi kontrak kerja %(limit)s bulan. Anda meminta "
            "%(given)s bulan."
        )
    ),
    "other_credit_too_large": _in_rupiah(
        lazy(
            "Kredit lain jenis itu boleh berjalan sampai %(limit)s; kredit Anda %(given)s. Lunasi "
            "dahulu atau tanyakan kepada bank."
        )
    ),
    "government_loan_unpaid": _said(
        lazy("Kredit program pemerintah di luar KUR harus lunas dahulu. Lunasi, lalu ajukan lagi.")
    ),
    "employment_insurance": _said(
        lazy(
            "Penerima KUR ini diminta menjadi peserta BPJS Ketenagakerjaan. Daftar daring sebelum "
            "akad."
        )
    ),
    "offtaker_agreement_needed": _said(
        lazy(
            "Skema ini memerlukan perjanjian dengan mitra usaha (offtaker). Tanyakan kepada dinas "
            "siapa yang membeli hasil kelompok."
        )
    ),
    "group_not_registered": _said(
        lazy(
            "Kelompok dan anggotanya harus terdaftar di SIKP. Mintalah dinas mengunggah data "
            "kelompok Anda."
        )
    ),
    "work_contract_needed": _said(
        lazy("Perlu perjanjian penempatan atau kontrak kerja. Mintalah dari P3MI atau BP3MI.")
    ),
    "collateral_may_be_asked": _in_rupiah(
        lazy(
            "Di atas %(limit)s bank dapat meminta agunan tambahan menurut penilaiannya. Siapkan "
            "buktinya bila ada."
        )
    ),
    "legal_entity_needed": _said(
        lazy("Koperasi harus berbadan hukum. Urus pengesahan akta pendirian lebih dahulu.")
    ),
    "meeting_not_held": _said(
        lazy("RAT tahun lalu harus diselenggarakan. Selenggarakan RAT, lalu ajukan lagi.")
    ),
    "office_needed": _said(lazy("Koperasi harus mempunyai kantor dengan alamat yang jelas.")),
    "result_not_positive": _said(
        lazy("Sisa hasil usaha tahun lalu harus positif. Mintalah pendampingan usaha.")
    ),
    "earlier_loan_in_arrears": _said(
        lazy("Masih ada tunggakan pinjaman LPDB. Selesaikan dahulu dengan LPDB.")
    ),
    "sector_not_served": _named(
        lazy("Program ini untuk sektor %(served)s. Sektor usaha Anda: %(given)s.")
    ),
    "product_not_covered": _named(
        lazy("SPP-IRT tidak berlaku untuk pangan %(given)s. Tanyakan izin edar BPOM (MD).")
    ),
    "shelf_life_too_short": _bounded(
        lazy(
            "Produk harus tahan lebih dari %(limit)s hari pada suhu ruang. Produk Anda %(given)s "
            "hari."
        )
    ),
    "health_claims": _said(
        lazy("Label tidak boleh memuat klaim kesehatan atau gizi. Hapus klaimnya dari label.")
    ),
    "not_made_at_home": _said(
        lazy("SPP-IRT untuk pangan yang dibuat di rumah atau rumah produksi sendiri.")
    ),
    "process_not_simple": _said(
        lazy("Pernyataan mandiri hanya untuk proses sederhana. Pakailah sertifikat halal reguler.")
    ),
    "ingredients_not_listed": _said(
        lazy(
            "Semua bahan harus bersertifikat halal atau termasuk daftar positif. Ganti bahannya, "
            "atau pakailah sertifikat halal reguler."
        )
    ),
    "too_many_sites": _bounded(
        lazy(
            "Tempat produksi paling banyak %(limit)s; Anda punya %(given)s. Pakailah jalur reguler."
        )
    ),
    "too_many_outlets": _bounded(
        lazy("Gerai paling banyak %(limit)s; Anda punya %(given)s. Pakailah jalur reguler.")
    ),
    "halal_supervisor_needed": _said(
        lazy("Perlu penyelia halal. Tunjuk seorang dan ikutkan pelatihan penyelia.")
    ),
    "halal_system_needed": _said(
        lazy("Perlu manual SJPH. Susun memakai contoh BPJPH; pendamping dapat membantu.")
    ),
    "risk_not_covered": _named(
        lazy("Program ini untuk kegiatan berisiko %(served)s. Kegiatan Anda berisiko %(given)s.")
    ),
    "brand_not_own": _said(
        lazy("Merek harus milik sendiri dan tidak meniru merek lain. Pilih merek yang berbeda.")
    ),
    "group_volume_too_large": _bounded(
        lazy(
            "Sertifikat kelompok sampai %(limit)s meter kubik setahun; kelompok Anda %(given)s. "
            "Pakailah sertifikat perusahaan."
        )
    ),
    "supplier_documents_needed": _said(
        lazy("Perlu dokumen asal kayu dari semua pemasok. Mintalah nota angkutannya.")
    ),
    "not_exporter_of_record": _said(
        lazy("Hanya eksportir yang tertera pada PEB yang dapat memohon SKA.")
    ),
    "export_declaration_needed": _said(
        lazy("PEB dan NPE harus terbit dahulu. Urus di bea cukai, lalu ajukan lagi.")
    ),
    "number_or_statement_needed": _said(
        lazy("Perlu NIB, atau pernyataan calon pelaku usaha yang ditandatangani.")
    ),
    "not_own_products": _said(lazy("Pameran ini untuk produk buatan sendiri.")),
    "commitment_needed": _said(
        lazy("Peserta harus sanggup hadir dan menjaga stan sampai selesai.")
    ),
    "worker_letter_needed": _said(
        lazy("Peserta yang bukan pemilik memerlukan surat tugas dari usaha.")
    ),
}


def known_codes() -> frozenset[str]:
    """Every violation code that has words."""
    return frozenset(_TEXTS)
