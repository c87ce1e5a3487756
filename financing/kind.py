"""Financing: KUR and LPDB. The office recommends and refers; the lender lends."""

from datetime import time
from pathlib import Path

from common.money.rupiah import MAX_RUPIAH
from common.texts import gettext_noop as _
from financing.policies.lending import CHECKS, LADDER_STEPS, annual_rate
from programs.enums import QuestionType
from programs.kinds.declaration import (
    AdminGroup,
    AdminList,
    AdminPage,
    KindDeclaration,
    OutcomeType,
    Sentence,
    Style,
)
from programs.policies.answers import AnswerShape
from programs.policies.facts import YES_OR_NO

# Sanity bounds, far beyond any scheme: months, loans, and grades of the credit register.
MAX_TENOR = 600
MAX_EARLIER_LOANS = 1000
WORST_COLLECTABILITY = 5

KIND = KindDeclaration(
    code="financing",
    title=_("Pembiayaan"),
    name=_("pembiayaan"),
    checks=CHECKS,
    outcomes=(OutcomeType("referral", needs_two_people=True, passes_on=True),),
    data=Path(__file__).parent / "data",
    rate=annual_rate,
    informational_keys=frozenset(
        {
            "business_age_min_months_mentored",
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
            "consumption_as_productive_max",
            "other_credit_allowed",
            "tenor_max_investment",
            "ultra_micro_max",
            *(f"annual_rate_access_{step}" for step in range(1, LADDER_STEPS + 1)),
        }
    ),
    list_keys=frozenset(
        {"access_cap_sectors", "collateral_exempt_sectors", "other_credit_allowed"}
    ),
    fact_shapes={
        "requested_amount": AnswerShape(QuestionType.MONEY, 1, MAX_RUPIAH),
        "tenor_months": AnswerShape(QuestionType.NUMBER, 1, MAX_TENOR),
        "purpose": AnswerShape(QuestionType.CHOICE, options=("working_capital", "investment")),
        "collateral_offered": YES_OR_NO,
        "other_productive_credit": YES_OR_NO,
        "slik_collectability": AnswerShape(QuestionType.NUMBER, 1, WORST_COLLECTABILITY),
        "previous_kur_count": AnswerShape(QuestionType.NUMBER, 0, MAX_EARLIER_LOANS),
        "kur_outstanding": AnswerShape(QuestionType.MONEY, 0, MAX_RUPIAH),
        "is_civil_servant": YES_OR_NO,
    },
    sentences={
        "amount_too_small": Sentence(
            _(
                "Skema ini untuk pinjaman di atas %(limit)s. Anda meminta %(given)s. Naikkan "
                "jumlahnya atau pilih skema yang lebih kecil."
            ),
            Style.RUPIAH,
            office=_("Skema ini untuk pinjaman di atas %(limit)s; yang diminta %(given)s."),
        ),
        "amount_too_large": Sentence(
            _(
                "Skema ini paling banyak %(limit)s. Anda meminta %(given)s. Kurangi jumlahnya "
                "atau pilih skema yang lebih besar."
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
                "Penerima KUR sebaiknya tidak sedang memiliki kredit usaha lain. Lunasi dahulu "
                "atau siapkan surat lunas; bank yang akan memeriksa."
            ),
            office=_(
                "Pelaku usaha menyebut kredit usaha lain yang sedang berjalan; bank yang "
                "memeriksanya."
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
                "kali; pilih KUR Mikro."
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
                "Kelompok dan anggotanya harus terdaftar di SIKP. Mintalah dinas mengunggah "
                "data kelompok Anda."
            ),
            office=_("Kelompok dan anggotanya belum terdaftar di SIKP."),
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
                "Catatan kredit Anda kolektibilitas %(given)s; bank mengharapkan %(limit)s "
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
                "ASN, anggota TNI, dan Polri yang masih aktif umumnya tidak dilayani KUR. "
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
            _("Perlu perjanjian penempatan atau kontrak kerja. Mintalah dari P3MI atau BP3MI."),
            office=_("Belum ada perjanjian penempatan atau kontrak kerja."),
        ),
        "legal_entity_needed": Sentence(
            _("Koperasi harus berbadan hukum. Urus pengesahan akta pendirian lebih dahulu."),
            office=_("Koperasi belum berbadan hukum."),
        ),
        "meeting_not_held": Sentence(
            _("RAT tahun lalu harus diselenggarakan. Selenggarakan RAT, lalu ajukan lagi."),
            office=_("RAT tahun lalu tidak diselenggarakan."),
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
    code_names={
        "kur_same_lender": _("KUR pada bank yang sama"),
        "house": _("KPR"),
        "motorcycle_for_work": _("kredit sepeda motor untuk usaha"),
        "pension": _("kredit dengan SK pensiun"),
        "credit_card": _("kartu kredit"),
        "warehouse_receipt": _("resi gudang"),
        "household": _("konsumsi rumah tangga"),
        "ultra_micro": _("ultra mikro"),
        "peer_to_peer": _("pinjaman daring (P2P)"),
        "consumption_as_productive": _("kredit konsumsi yang tercatat produktif"),
    },
    fact_labels={"slik_collectability": _("kolektibilitas SLIK")},
    # The ladder of KUR rates begins at the first loan.
    rate_facts={"previous_kur_count": 0},
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
    admin_lists=(AdminList("financing.SikpCode", _("Kode SIKP"), AdminGroup.RULES, 110),),
)
