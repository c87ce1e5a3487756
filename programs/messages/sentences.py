"""Sentences about a broken rule that need no more than its figures."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.formats import number, rupiah
from programs.messages.figures import name_of


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


SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "npwp_always_needed": _said(
        _("Skema ini memerlukan NPWP berapa pun jumlahnya. Tambahkan NPWP pada profil usaha.")
    ),
    "not_first_loan": lambda p: (
        str(
            _(
                "Skema ini untuk yang pertama kali menerima KUR. Anda sudah menerima %(given)s "
                "kali; pilih KUR Mikro."
            )
        )
        % {"given": number(p["given"])}
    ),
    "total_too_large": _in_rupiah(
        _(
            "KUR yang masih berjalan dan yang diminta bersama-sama paling banyak %(limit)s; "
            "jumlah Anda %(given)s. Kurangi jumlahnya atau lunasi dahulu."
        )
    ),
    "tenor_beyond_contract": _bounded(
        _(
            "Jangka waktu tidak boleh melebihi kontrak kerja %(limit)s bulan. Anda meminta "
            "%(given)s bulan."
        )
    ),
    "other_credit_too_large": _in_rupiah(
        _(
            "Kredit lain jenis itu boleh berjalan sampai %(limit)s; kredit Anda %(given)s. Lunasi "
            "dahulu atau tanyakan kepada bank."
        )
    ),
    "government_loan_unpaid": _said(
        _("Kredit program pemerintah di luar KUR harus lunas dahulu. Lunasi, lalu ajukan lagi.")
    ),
    "employment_insurance": _said(
        _(
            "Penerima KUR ini diminta menjadi peserta BPJS Ketenagakerjaan. Daftar daring sebelum "
            "akad."
        )
    ),
    "offtaker_agreement_needed": _said(
        _(
            "Skema ini memerlukan perjanjian dengan mitra usaha (offtaker). Tanyakan kepada dinas "
            "siapa yang membeli hasil kelompok."
        )
    ),
    "group_not_registered": _said(
        _(
            "Kelompok dan anggotanya harus terdaftar di SIKP. Mintalah dinas mengunggah data "
            "kelompok Anda."
        )
    ),
    "work_contract_needed": _said(
        _("Perlu perjanjian penempatan atau kontrak kerja. Mintalah dari P3MI atau BP3MI.")
    ),
    "collateral_may_be_asked": _in_rupiah(
        _(
            "Di atas %(limit)s bank dapat meminta agunan tambahan menurut penilaiannya. Siapkan "
            "buktinya bila ada."
        )
    ),
    "legal_entity_needed": _said(
        _("Koperasi harus berbadan hukum. Urus pengesahan akta pendirian lebih dahulu.")
    ),
    "meeting_not_held": _said(
        _("RAT tahun lalu harus diselenggarakan. Selenggarakan RAT, lalu ajukan lagi.")
    ),
    "office_needed": _said(_("Koperasi harus mempunyai kantor dengan alamat yang jelas.")),
    "result_not_positive": _said(
        _("Sisa hasil usaha tahun lalu harus positif. Mintalah pendampingan usaha.")
    ),
    "earlier_loan_in_arrears": _said(
        _("Masih ada tunggakan pinjaman LPDB. Selesaikan dahulu dengan LPDB.")
    ),
    "sector_not_served": _named(
        _("Program ini untuk sektor %(served)s. Sektor usaha Anda: %(given)s.")
    ),
    "product_not_covered": _named(
        _("SPP-IRT tidak berlaku untuk pangan %(given)s. Tanyakan izin edar BPOM (MD).")
    ),
    "shelf_life_too_short": _bounded(
        _(
            "Produk harus tahan lebih dari %(limit)s hari pada suhu ruang. Produk Anda %(given)s "
            "hari."
        )
    ),
    "health_claims": _said(
        _("Label tidak boleh memuat klaim kesehatan atau gizi. Hapus klaimnya dari label.")
    ),
    "not_made_at_home": _said(
        _("SPP-IRT untuk pangan yang dibuat di rumah atau rumah produksi sendiri.")
    ),
    "process_not_simple": _said(
        _("Pernyataan mandiri hanya untuk proses sederhana. Pakailah sertifikat halal reguler.")
    ),
    "ingredients_not_listed": _said(
        _(
            "Semua bahan harus bersertifikat halal atau termasuk daftar positif. Ganti bahannya, "
            "atau pakailah sertifikat halal reguler."
        )
    ),
    "too_many_sites": _bounded(
        _("Tempat produksi paling banyak %(limit)s; Anda punya %(given)s. Pakailah jalur reguler.")
    ),
    "too_many_outlets": _bounded(
        _("Gerai paling banyak %(limit)s; Anda punya %(given)s. Pakailah jalur reguler.")
    ),
    "halal_supervisor_needed": _said(
        _("Perlu penyelia halal. Tunjuk seorang dan ikutkan pelatihan penyelia.")
    ),
    "halal_system_needed": _said(
        _("Perlu manual SJPH. Susun memakai contoh BPJPH; pendamping dapat membantu.")
    ),
    "risk_not_covered": _named(
        _("Program ini untuk kegiatan berisiko %(served)s. Kegiatan Anda berisiko %(given)s.")
    ),
    "brand_not_own": _said(
        _("Merek harus milik sendiri dan tidak meniru merek lain. Pilih merek yang berbeda.")
    ),
    "group_volume_too_large": _bounded(
        _(
            "Sertifikat kelompok sampai %(limit)s meter kubik setahun; kelompok Anda %(given)s. "
            "Pakailah sertifikat perusahaan."
        )
    ),
    "supplier_documents_needed": _said(
        _("Perlu dokumen asal kayu dari semua pemasok. Mintalah nota angkutannya.")
    ),
    "not_exporter_of_record": _said(
        _("Hanya eksportir yang tertera pada PEB yang dapat memohon SKA.")
    ),
    "export_declaration_needed": _said(
        _("PEB dan NPE harus terbit dahulu. Urus di bea cukai, lalu ajukan lagi.")
    ),
    "number_or_statement_needed": _said(
        _("Perlu NIB, atau pernyataan calon pelaku usaha yang ditandatangani.")
    ),
    "not_own_products": _said(_("Pameran ini untuk produk buatan sendiri.")),
    "commitment_needed": _said(_("Peserta harus sanggup hadir dan menjaga stan sampai selesai.")),
    "worker_letter_needed": _said(
        _("Peserta yang bukan pemilik memerlukan surat tugas dari usaha.")
    ),
}
