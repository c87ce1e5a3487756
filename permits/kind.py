"""Permits and certificates: the office prepares and records; it issues only its own letters."""

from datetime import time
from pathlib import Path

from common.text.marking import gettext_noop as _
from permits.policies.handover import HANDED_OVER
from permits.policies.readiness import CHECKS
from programs.kinds.declaration import (
    AdminGroup,
    AdminPage,
    AdminSubpage,
    KindDeclaration,
    OutcomeType,
    Sentence,
    Style,
)

KIND = KindDeclaration(
    code="permit",
    title=_("Izin dan sertifikat"),
    name=_("perizinan"),
    checks=CHECKS,
    outcomes=(
        OutcomeType("letter", needs_two_people=True, is_own_letter=True, brings_document=True),
        OutcomeType("record", brings_document=True),
    ),
    data=Path(__file__).parent / "data",
    summary=_(
        "SPP-IRT, halal, merek, SNI, surat keterangan asal, dan lainnya: apa yang perlu disiapkan, "
        "dan di mana terbitnya."
    ),
    informational_keys=frozenset(
        {
            "account_setup_days",
            "commitment_months",
            "deemed_approval_in_oss",
            "fee_examination_max",
            "fee_large",
            "fee_late_renewal_micro_small",
            "fee_late_renewal_other",
            "fee_medium",
            "fee_micro_small",
            "fee_other",
            "fee_paid_by_state",
            "fee_renewal_large",
            "fee_renewal_medium",
            "fee_renewal_micro_small",
            "fee_renewal_other",
            "food_stall_products_max",
            "halal_duty_from",
            "outside_working_days",
            "quota_per_year",
            "renewal_closes_months",
            "renewal_latest_months",
            "renewal_opens_months",
            "used_in_year_of_issue",
            "validity_per_shipment",
            "validity_unlimited",
            "validity_years",
        }
    ),
    handed_over_questions=HANDED_OVER,
    list_keys=frozenset({"product_groups_barred", "risk_levels"}),
    unit_names={
        "tempat": _("tempat"),
        "produk": _("buah produk"),
        "sertifikat": _("sertifikat"),
        "m3 per tahun": _("meter kubik per tahun"),
    },
    sentences={
        "product_not_covered": Sentence(
            _(
                "SPP-IRT tidak berlaku untuk pangan %(given)s. Tanyakan izin edar "
                "(MD) kepada Badan POM."
            ),
            Style.NAME,
            office=_("SPP-IRT tidak berlaku untuk pangan %(given)s."),
        ),
        "shelf_life_too_short": Sentence(
            _(
                "Produk harus tahan lebih dari %(limit)s hari pada suhu ruang. Produk Anda "
                "%(given)s hari."
            ),
            office=_(
                "Produk harus tahan lebih dari %(limit)s hari pada suhu ruang; produk ini "
                "%(given)s hari."
            ),
        ),
        "risk_not_covered": Sentence(
            _("Program ini untuk kegiatan berisiko %(served)s. Kegiatan Anda berisiko %(given)s."),
            Style.NAME,
            office=_(
                "Program ini untuk kegiatan berisiko %(served)s; kegiatan ini berisiko %(given)s."
            ),
        ),
        "health_claims": Sentence(
            _("Label tidak boleh memuat klaim kesehatan atau gizi. Hapus klaimnya dari label."),
            office=_("Label memuat klaim kesehatan atau gizi."),
        ),
        "not_made_at_home": Sentence(
            _("SPP-IRT untuk pangan yang dibuat di rumah atau rumah produksi sendiri."),
            office=_("Tidak dibuat di rumah atau rumah produksi sendiri."),
        ),
        "process_not_simple": Sentence(
            _(
                "Pernyataan mandiri hanya untuk proses sederhana. Pakailah sertifikat halal "
                "reguler."
            ),
            office=_("Prosesnya tidak sederhana, jadi pernyataan mandiri tidak berlaku."),
        ),
        "ingredients_not_listed": Sentence(
            _(
                "Semua bahan harus bersertifikat halal atau termasuk daftar positif. Ganti "
                "bahannya, atau pakailah sertifikat halal reguler."
            ),
            office=_("Tidak semua bahan bersertifikat halal atau termasuk daftar positif."),
        ),
        "too_many_sites": Sentence(
            _(
                "Tempat produksi paling banyak %(limit)s; Anda punya %(given)s. Pakailah jalur "
                "reguler."
            ),
            office=_("Tempat produksi paling banyak %(limit)s; usaha ini punya %(given)s."),
        ),
        "too_many_outlets": Sentence(
            _("Gerai paling banyak %(limit)s; Anda punya %(given)s. Pakailah jalur reguler."),
            office=_("Gerai paling banyak %(limit)s; usaha ini punya %(given)s."),
        ),
        "halal_supervisor_needed": Sentence(
            _("Perlu penyelia halal. Tunjuk seorang dan ikutkan pelatihan penyelia."),
            office=_("Belum ada penyelia halal."),
        ),
        "halal_system_needed": Sentence(
            _(
                "Perlu manual Sistem Jaminan Produk Halal (SJPH). Susun memakai "
                "contoh dari BPJPH, badan penyelenggara jaminan produk halal; "
                "pendamping dapat membantu."
            ),
            office=_("Belum ada manual SJPH."),
        ),
        "no_class": Sentence(
            _("Pilih paling sedikit satu kelas barang atau jasa untuk merek ini."),
            office=_("Belum ada kelas barang atau jasa."),
        ),
        "brand_not_own": Sentence(
            _("Merek harus milik sendiri dan tidak meniru merek lain. Pilih merek yang berbeda."),
            office=_("Merek bukan milik sendiri, atau meniru merek lain."),
        ),
        "group_volume_too_large": Sentence(
            _(
                "Sertifikat kelompok sampai %(limit)s meter kubik setahun; kelompok Anda "
                "%(given)s. Pakailah sertifikat perusahaan."
            ),
            office=_(
                "Sertifikat kelompok sampai %(limit)s meter kubik setahun; kelompok ini %(given)s."
            ),
        ),
        "members_not_viable": Sentence(
            _("Setiap anggota kelompok perlu punya usaha yang sudah berjalan."),
            office=_("Tidak setiap anggota punya usaha yang sudah berjalan."),
        ),
        "group_partner_needed": Sentence(
            _("Bank meminta perjanjian dengan mitra usaha (offtaker) yang membeli hasil kelompok."),
            office=_("Belum ada perjanjian dengan mitra usaha (offtaker)."),
        ),
        "supplier_documents_needed": Sentence(
            _("Perlu dokumen asal kayu dari semua pemasok. Mintalah nota angkutannya."),
            office=_("Dokumen asal kayu dari semua pemasok belum ada."),
        ),
        "not_exporter_of_record": Sentence(
            _(
                "Hanya eksportir yang tertera pada PEB (pemberitahuan ekspor "
                "barang) yang dapat memohon SKA (surat keterangan asal)."
            ),
            office=_("Pelaku usaha bukan eksportir yang tertera pada PEB."),
        ),
        "export_declaration_needed": Sentence(
            _(
                "PEB (pemberitahuan ekspor barang) dan NPE (nota pelayanan ekspor) "
                "harus terbit dahulu. Urus di bea cukai, lalu ajukan lagi."
            ),
            office=_("PEB dan NPE belum terbit."),
        ),
    },
    code_names={
        "sterile": _("steril komersial"),
        "pasteurised": _("dipasteurisasi"),
        "frozen": _("beku"),
        "high_risk": _("berisiko tinggi"),
        "special_diet": _("pangan khusus"),
        "imported": _("impor"),
        "low": _("rendah"),
        "medium_low": _("menengah rendah"),
        "medium_high": _("menengah tinggi"),
        "high": _("tinggi"),
    },
    admin_pages=(
        AdminPage(
            route="izin/",
            name="permits_list",
            view="permits.admin.listing.permits_page",
            title=_("Izin dan sertifikat"),
            group=AdminGroup.ENTERPRISES,
            position=15,
            opens_to="permits.selectors.permits.may_list",
        ),
        AdminPage(
            route="izin/kuota/",
            name="permits_quotas",
            view="permits.admin.quota_page.quota_page",
            title=_("Kuota fasilitasi"),
            group=AdminGroup.ENTERPRISES,
            position=16,
            opens_to="permits.selectors.slots.may_see_quotas",
        ),
    ),
    admin_subpages=(
        AdminSubpage(
            "izin/<int:permit_id>/", "permits_permit", "permits.admin.permit_page.permit_page"
        ),
        AdminSubpage(
            "izin/catat/<int:application_id>/",
            "permits_record",
            "permits.admin.record_page.record_page",
        ),
    ),
    personal_data=("permits.shared.personal_data.personal_data",),
    # A letter that ends at midnight takes its permit with it; recorded ones end by their own clock.
    daily_tasks={
        "permits.tasks.expire": time(0, 10),
        "permits.tasks.remind": time(6, 30),
        "permits.tasks.follow_commitments": time(6, 40),
    },
)
