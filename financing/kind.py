"""Financing: KUR and LPDB. The office recommends and refers; the lender lends."""

from datetime import time
from pathlib import Path

from common.text.marking import gettext_noop as _
from financing.policies.credit import OLDER_ANSWER
from financing.policies.credit_names import CREDIT_NAMES
from financing.policies.facts import FACT_SHAPES
from financing.policies.lending import CHECKS, LADDER_STEPS, annual_rate, no_instalment
from programs.kinds.declaration import (
    AdminGroup,
    AdminList,
    AdminPage,
    KindDeclaration,
    OlderAnswer,
    OutcomeType,
    Sentence,
    Style,
)

KIND = KindDeclaration(
    code="financing",
    title=_("Pembiayaan"),
    name=_("pembiayaan"),
    checks=CHECKS,
    outcomes=(
        OutcomeType(
            "referral",
            needs_two_people=True,
            passes_on=True,
            objection_effect=_(
                "Keberatan ini tentang penilaian dinas. Keputusan kredit ada pada bank dan bukan "
                "keputusan dinas."
            ),
        ),
    ),
    data=Path(__file__).parent / "data",
    request_word="pengajuan",
    summary=_("KUR dan LPDB: cek syarat dan hitung angsuran dulu. Bank atau LPDB yang memutuskan."),
    rate=annual_rate,
    no_instalment=no_instalment,
    informational_keys=frozenset(
        {
            "bank_statement_months",
            "grace_months",
            "group_letter_required",
            "meeting_report_years",
            "offtaker_integrated",
            "profit_share_max",
            "repeat_limit_lifted",
            "tenor_extended_investment",
            "tenor_extended_working_capital",
        }
    ),
    auxiliary_keys=frozenset(
        {
            "access_cap_listed",
            "access_cap_sectors",
            "annual_rate",
            "collateral_exempt_sectors",
            "collateral_exempt_sugar_cane",
            "consumption_as_productive_max",
            "interest_declines",
            "other_credit_allowed",
            "tenor_max_investment",
            "ultra_micro_max",
            *(f"annual_rate_access_{step}" for step in range(1, LADDER_STEPS + 1)),
        }
    ),
    list_keys=frozenset(
        {"access_cap_sectors", "collateral_exempt_sectors", "other_credit_allowed"}
    ),
    fact_shapes=FACT_SHAPES,
    sentences={
        "amount_too_small": Sentence(
            _("Skema ini untuk pinjaman di atas %(limit)s, sedangkan Anda meminta %(given)s."),
            Style.RUPIAH,
            office=_("Skema ini untuk pinjaman di atas %(limit)s; yang diminta %(given)s."),
        ),
        "amount_too_large": Sentence(
            _(
                "Skema ini paling banyak %(limit)s, sedangkan Anda meminta %(given)s. Kurangi "
                "jumlahnya, atau pakai skema untuk pinjaman yang lebih besar bila ada."
            ),
            Style.RUPIAH,
            office=_("Skema ini paling banyak %(limit)s; yang diminta %(given)s."),
        ),
        "npwp_needed": Sentence(
            _(
                "Pinjaman di atas %(limit)s memerlukan NPWP. Anda meminta %(given)s. Tambahkan "
                "NPWP pada profil usaha atau kurangi jumlahnya."
            ),
            Style.RUPIAH,
            office=_(
                "Pinjaman di atas %(limit)s memerlukan NPWP; yang diminta %(given)s, NPWP "
                "belum ada."
            ),
        ),
        "tenor_too_long": Sentence(
            _(
                "Jangka waktu paling lama %(limit)s bulan untuk tujuan ini. Anda meminta "
                "%(given)s bulan. Pilih jangka waktu yang lebih pendek."
            ),
            office=_(
                "Jangka waktu paling lama %(limit)s bulan untuk tujuan ini; yang diminta "
                "%(given)s bulan."
            ),
        ),
        "access_cap_reached": Sentence(
            _(
                "KUR pada sektor Anda paling banyak %(limit)s kali. Anda sudah menerima "
                "%(given)s kali. Tanyakan kredit lain kepada bank."
            ),
            office=_(
                "KUR pada sektor ini paling banyak %(limit)s kali; sudah diterima %(given)s kali."
            ),
        ),
        "other_productive_credit": Sentence(
            _(
                "KUR untuk usaha yang belum pernah menerima kredit usaha komersial, sedangkan Anda "
                "menyebut kredit yang masih berjalan. Tanyakan kepada bank sebelum mengajukan, "
                "atau pilih pembiayaan lain."
            ),
            office=_(
                "Pelaku usaha menyebut kredit usaha lain yang sedang berjalan; KUR untuk yang "
                "belum pernah menerima kredit usaha komersial."
            ),
        ),
        "commercial_credit_received": Sentence(
            _(
                "KUR untuk usaha yang belum pernah menerima kredit usaha komersial, sedangkan Anda "
                "pernah menerimanya, walaupun sudah lunas. Tanyakan kepada bank sebelum "
                "mengajukan; kredit program pemerintah yang sudah lunas tidak dihitung."
            ),
            office=_(
                "Pelaku usaha pernah menerima kredit usaha komersial (sudah lunas); KUR untuk yang "
                "belum pernah menerimanya."
            ),
        ),
        "kur_at_other_lender": Sentence(
            _(
                "KUR yang boleh berjalan bersama hanya KUR pada bank yang sama. Ajukan pada bank "
                "tempat KUR Anda sekarang, atau lunasi dahulu."
            ),
            office=_(
                "Pelaku usaha mempunyai KUR pada bank lain; yang boleh berjalan bersama hanya KUR "
                "pada bank yang sama."
            ),
        ),
        "other_credit_too_large": Sentence(
            _(
                "Kredit lain jenis itu boleh berjalan sampai %(limit)s; kredit Anda %(given)s. "
                "Lunasi dahulu atau tanyakan kepada bank."
            ),
            Style.RUPIAH,
            office=_(
                "Kredit lain jenis itu boleh berjalan sampai %(limit)s; kredit pelaku usaha "
                "%(given)s."
            ),
        ),
        "not_first_loan": Sentence(
            _(
                "Skema ini untuk yang pertama kali menerima KUR. Anda sudah menerima %(given)s "
                "kali. Tanyakan kepada bank apakah jumlah ini masih dilayani; KUR Mikro hanya "
                "untuk pinjaman yang lebih besar daripada batas skema ini."
            ),
            office=_(
                "Skema ini untuk yang pertama kali menerima KUR; pelaku usaha sudah menerima "
                "%(given)s kali."
            ),
        ),
        "total_too_large": Sentence(
            _(
                "KUR yang masih berjalan dan yang diminta bersama-sama paling banyak %(limit)s; "
                "jumlah Anda %(given)s. Kurangi jumlahnya atau lunasi dahulu."
            ),
            Style.RUPIAH,
            office=_(
                "KUR yang masih berjalan dan yang diminta bersama-sama paling banyak "
                "%(limit)s; jumlahnya %(given)s."
            ),
        ),
        "tenor_beyond_contract": Sentence(
            _(
                "Jangka waktu tidak boleh melebihi kontrak kerja %(limit)s bulan. Anda meminta "
                "%(given)s bulan."
            ),
            office=_(
                "Jangka waktu tidak boleh melebihi kontrak kerja %(limit)s bulan; yang "
                "diminta %(given)s bulan."
            ),
        ),
        "group_not_registered": Sentence(
            _(
                "Kelompok dan anggotanya harus terdaftar di SIKP (Sistem "
                "Informasi Kredit Program). Mintalah dinas mengunggah "
                "data kelompok Anda."
            ),
            office=_("Kelompok dan anggotanya belum terdaftar di SIKP."),
        ),
        "group_letter_needed": Sentence(
            _(
                "Anggota kelompok yang mengajukan sendiri memerlukan surat keterangan kelompok "
                "usaha. Mintalah kepada ketua kelompok; surat itu divalidasi dinas atau offtaker "
                "(perusahaan yang membeli hasil kelompok)."
            ),
            office=_("Surat keterangan kelompok usaha dari anggota ini belum ada."),
        ),
        "chair_not_asked": Sentence(
            _(
                "Anggota kelompok mengajukan melalui ketua kelompok. Sampaikan pengajuan ini "
                "kepada ketua Anda."
            ),
            office=_("Anggota kelompok ini tidak mengajukan melalui ketua kelompok."),
        ),
        "chair_recommendation_needed": Sentence(
            _(
                "Anggota yang baru memulai usaha memerlukan rekomendasi ketua kelompok. Mintalah "
                "surat itu kepada ketua Anda."
            ),
            office=_("Anggota pemula ini belum mempunyai rekomendasi ketua kelompok."),
        ),
        "owner_too_young": Sentence(
            _(
                "Bank umumnya meminta pemohon berumur paling sedikit %(limit)s tahun atau sudah "
                "menikah. Umur Anda %(given)s tahun; tanyakan dahulu kepada bank."
            ),
            office=_(
                "Bank umumnya meminta pemohon berumur paling sedikit %(limit)s tahun atau sudah "
                "menikah; pemohon berumur %(given)s tahun."
            ),
        ),
        "collateral_may_be_asked": Sentence(
            _(
                "Di atas %(limit)s bank dapat meminta agunan tambahan menurut penilaiannya. "
                "Siapkan buktinya bila ada."
            ),
            Style.RUPIAH,
            office=_("Di atas %(limit)s bank dapat meminta agunan tambahan menurut penilaiannya."),
        ),
        "collateral_not_needed": Sentence(
            _(
                "Anda tidak perlu menawarkan agunan tambahan: sampai %(limit)s bank tidak boleh "
                "memintanya. Laporkan bila tetap diminta."
            ),
            Style.RUPIAH,
            office=_(
                "Pelaku usaha menawarkan agunan tambahan; sampai %(limit)s bank tidak boleh "
                "memintanya."
            ),
        ),
        "slik_not_clear": Sentence(
            _(
                "Kelancaran kredit Anda (kolektibilitas) tercatat %(given)s di "
                "SLIK, catatan kredit OJK; bank mengharapkan %(limit)s "
                "(lancar). Periksa di iDebku OJK dan selesaikan tunggakan."
            ),
            office=_(
                "Kolektibilitas pelaku usaha %(given)s; bank mengharapkan %(limit)s (lancar)."
            ),
        ),
        "npwp_always_needed": Sentence(
            _("Skema ini memerlukan NPWP berapa pun jumlahnya. Tambahkan NPWP pada profil usaha."),
            office=_("Skema ini memerlukan NPWP berapa pun jumlahnya; NPWP belum ada."),
        ),
        "government_loan_unpaid": Sentence(
            _(
                "Kredit program pemerintah di luar KUR harus lunas dahulu. Lunasi, lalu ajukan "
                "lagi."
            ),
            office=_("Kredit program pemerintah di luar KUR belum lunas."),
        ),
        "civil_servant": Sentence(
            _(
                "Aparatur sipil negara (ASN), anggota TNI, dan Polri yang masih"
                " aktif umumnya tidak dilayani KUR. "
                "Tanyakan dahulu kepada bank."
            ),
            office=_(
                "Pelaku usaha masih aktif sebagai ASN, anggota TNI, atau Polri; umumnya tidak"
                " dilayani KUR."
            ),
        ),
        "employment_insurance": Sentence(
            _(
                "Penerima KUR ini diminta menjadi peserta BPJS Ketenagakerjaan. Daftar daring "
                "sebelum akad."
            ),
            office=_("Belum menjadi peserta BPJS Ketenagakerjaan; diminta sebelum akad."),
        ),
        "offtaker_agreement_needed": Sentence(
            _(
                "Skema ini memerlukan perjanjian dengan mitra usaha (offtaker). Tanyakan kepada "
                "dinas siapa yang membeli hasil kelompok."
            ),
            office=_("Belum ada perjanjian dengan mitra usaha (offtaker)."),
        ),
        "work_contract_needed": Sentence(
            _(
                "Perlu perjanjian penempatan atau kontrak kerja. Mintalah dari "
                "perusahaan penempatan (P3MI) atau balai pelindungan pekerja migran"
                " (BP3MI)."
            ),
            office=_("Belum ada perjanjian penempatan atau kontrak kerja."),
        ),
        "legal_entity_needed": Sentence(
            _("Koperasi harus berbadan hukum. Urus pengesahan akta pendirian lebih dahulu."),
            office=_("Koperasi belum berbadan hukum."),
        ),
        "meeting_not_held": Sentence(
            _(
                "Rapat anggota tahunan (RAT) dua tahun terakhir harus diselenggarakan. "
                "Selenggarakan RAT, lalu ajukan lagi."
            ),
            office=_("RAT dua tahun terakhir tidak diselenggarakan seluruhnya."),
        ),
        "office_needed": Sentence(
            _("Koperasi harus mempunyai kantor dengan alamat yang jelas."),
            office=_("Koperasi tidak mempunyai kantor dengan alamat yang jelas."),
        ),
        "result_not_positive": Sentence(
            _("Sisa hasil usaha tahun lalu harus positif. Mintalah pendampingan usaha."),
            office=_("Sisa hasil usaha tahun lalu tidak positif."),
        ),
        "earlier_loan_in_arrears": Sentence(
            _("Masih ada tunggakan pinjaman LPDB. Selesaikan dahulu dengan LPDB."),
            office=_("Masih ada tunggakan pinjaman LPDB sebelumnya."),
        ),
    },
    code_names=CREDIT_NAMES,
    fact_labels={
        "slik_collectability": _("kolektibilitas SLIK"),
        "credit_history": _("kredit yang pernah diterima"),
        "mentored": _("ikut pendampingan atau pelatihan usaha"),
        "owner_born_on": _("tanggal lahir pemohon"),
        "is_married": _("sudah menikah"),
        "ultra_micro_amount": _("plafon pinjaman ultra mikro"),
        "consumption_as_productive_amount": _("plafon kredit konsumsi yang tercatat produktif"),
    },
    # The scale of KUR rates begins with the first loan.
    rate_facts={"previous_kur_count": 0},
    instalment_gaps={
        "tenor_outside_rule": _(
            "Angsuran tidak dihitung karena jangka waktunya melebihi ketentuan skema ini."
        ),
        "rate_by_access": _(
            "Angsuran belum dapat dihitung: bunganya bergantung pada berapa kali Anda pernah "
            "menerima KUR."
        ),
        "rate_unknown": _(
            "Angsuran belum dapat dihitung: bunganya belum kami ketahui dengan pasti. Tanyakan "
            "kepada pemberi pinjaman."
        ),
    },
    older_answers={"other_productive_credit": OlderAnswer("credit_history", OLDER_ANSWER)},
    headline_keys=(
        "annual_rate",
        *(f"annual_rate_access_{step}" for step in range(1, LADDER_STEPS + 1)),
        "amount_above",
        "amount_max",
        "tenor_max_working_capital",
        "tenor_max_investment",
    ),
    daily_tasks={"financing.tasks.forget_withdrawn_particulars": time(2, 40)},
    admin_pages=(
        AdminPage(
            route="sikp/",
            name="financing_sikp",
            view="financing.admin.sikp_page.sikp_page",
            title=_("Berkas SIKP"),
            group=AdminGroup.APPLICATIONS,
            position=25,
            opens_to="accounts.selectors.scope.may_export_reports",
        ),
    ),
    audit_counts={
        _("Data diteruskan tanpa persetujuan"): "financing.selectors.sikp.passed_on_without_consent"
    },
    scheme_fields=("uses_sikp",),
    personal_data=("financing.shared.personal_data.personal_data",),
    admin_lists=(AdminList("financing.SikpCode", _("Kode SIKP"), AdminGroup.RULES, 110),),
)
