"""Schemes, and their dated editions."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.law.history import track_history
from common.law.validity import DAYS_IN_FORCE, LAST_DAY_BEFORE_FIRST
from common.text.translated import Translated
from programs.enums import Authority, EditionBasis, EditionStatus, UniquenessKey
from programs.models.frozen import only_drafts_go, only_succeeded_in_use
from reference.enums import AgencyField

AUTHORITIES = [
    (str(Authority.REGENCY), _("dinas kabupaten/kota tempat usaha")),
    (str(Authority.CLASS), _("menurut kelas: usaha mikro di kabupaten/kota, lainnya di provinsi")),
    (
        str(Authority.MEMBERS),
        _("menurut anggota: di satu kabupaten/kota, atau di provinsi bila lebih dari satu"),
    ),
]
# Fewer would leave no room for two reminders on different days.
MIN_CORRECTION_DAYS = 4


@track_history()
class Scheme(models.Model):
    """One programme people apply for, such as kur-mikro; its rules change with its editions."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    kind = models.CharField(_("jenis"), max_length=30)
    name_id = models.CharField(_("nama"), max_length=120)
    name_en = models.CharField(_("nama (Inggris)"), max_length=120)
    summary_id = models.TextField(_("ringkasan"))
    summary_en = models.TextField(_("ringkasan (Inggris)"))
    number_prefix = models.CharField(_("awalan nomor"), max_length=8)
    agency_field = models.CharField(_("urusan dinas"), max_length=30, choices=AgencyField)
    uniqueness_key = models.CharField(
        _("satu permohonan terbuka per"), max_length=15, choices=[(k, k) for k in UniquenessKey]
    )
    edition_basis = models.CharField(
        _("dasar versi ketentuan"), max_length=12, choices=[(b, b) for b in EditionBasis]
    )
    outcome = models.CharField(_("hasil keputusan"), max_length=30)
    partner_id = models.CharField(
        _("pihak luar"),
        max_length=60,
        blank=True,
        help_text=_("Siapa yang bertindak di luar dinas, misalnya bank, OSS, atau BPJPH."),
    )
    partner_en = models.CharField(_("pihak luar (Inggris)"), max_length=60, blank=True)
    other_fees_id = models.TextField(
        _("biaya pihak lain"),
        blank=True,
        help_text=_("Apa yang dibayar kepada pihak di luar dinas, sejauh diketahui."),
    )
    other_fees_en = models.TextField(_("biaya pihak lain (Inggris)"), blank=True)
    # Parts of the service standard that are shown before anyone applies (UU 25/2009 Pasal 20-22);
    # the others are rows of the edition. Empty is shown as not yet filled in.
    product_id = models.CharField(_("produk layanan"), max_length=250, blank=True)
    product_en = models.CharField(_("produk layanan (Inggris)"), max_length=250, blank=True)
    fee_id = models.CharField(
        _("biaya layanan dinas"),
        max_length=250,
        blank=True,
        help_text=_("Apa yang dibayar kepada dinas sendiri, misalnya: tidak dipungut biaya."),
    )
    fee_en = models.CharField(_("biaya layanan dinas (Inggris)"), max_length=250, blank=True)
    # The `document_kind` of the requirements that its result answers: the enterprise then uploads
    # nothing. Empty for a single use, such as a letter per filing or shipment.
    document_kind = models.SlugField(
        _("jenis dokumen yang dihasilkan"),
        max_length=40,
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "Pengajuan lain yang meminta dokumen sejenis ini terjawab sendiri, selama dokumennya "
            "berlaku dan sudah diperiksa."
        ),
    )
    # Codes of `reference.enums.Sector` that it is made for; it affects the ranking and never bars
    # anyone.
    sectors = models.JSONField(
        _("sektor yang dituju"), default=list, db_default=Value([], models.JSONField()), blank=True
    )
    is_open = models.BooleanField(_("menerima pengajuan"), default=True)
    uses_sikp = models.BooleanField(
        _("didaftarkan di SIKP"),
        default=False,
        help_text=_("Calon debitur diunggah ke SIKP Kementerian Keuangan (PMK 12/2024)."),
    )

    name = Translated()
    summary = Translated()
    product = Translated()
    fee = Translated()
    # Who acts outside the office, such as *bank*; empty where nobody does.
    partner = Translated()
    # What is paid to parties other than the office, whose own service is free; empty where unknown.
    other_fees = Translated()

    class Meta:
        verbose_name = _("skema")
        verbose_name_plural = pgettext_lazy("jamak", "skema")
        ordering = ("kind", "code")

    def __str__(self) -> str:
        return self.name


@track_history(exclude=("first_used_at",))
class Edition(models.Model):
    """The rules of a scheme between two days, both included.

    `opens_on` and `closes_on` bound a call: applications are taken between them, and the clock of
    the first stage starts when it has closed. `correction_days` is how long an applicant may take
    to answer a correction; empty follows the legal parameter `correction.answer`. `made_by` is the
    official who wrote the edition in the admin; the loader never changes such an edition.
    `authority` says which office examines (`programs.policies.authority`).
    With `deemed_approval` the system approves what the office did not decide in time
    (`applications.services.deemed_approval`). `Stage.scoring_sheet` appears on no form, page or
    response until code acts on it; so far only the validation of an edition reads one, for the
    questions named there.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="editions")
    code = models.SlugField(_("kode"), max_length=20)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=[(s, s) for s in EditionStatus],
        default=EditionStatus.DRAFT,
    )
    valid_from = models.DateField(_("berlaku sejak"))
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)
    legal_basis = models.CharField(_("dasar hukum"), max_length=200)
    partner_follows = models.BooleanField(_("dilanjutkan pihak luar setelah disetujui"))
    opens_on = models.DateField(_("menerima permohonan sejak"), null=True, blank=True)
    closes_on = models.DateField(_("menerima permohonan sampai"), null=True, blank=True)
    authority = models.CharField(
        _("dinas yang memeriksa"),
        max_length=10,
        choices=AUTHORITIES,
        default=str(Authority.REGENCY),
        db_default=str(Authority.REGENCY),
    )
    deemed_approval = models.BooleanField(
        _("dianggap dikabulkan bila terlambat"),
        default=False,
        help_text=_(
            "Hanya untuk surat dinas sendiri (UU 30/2014 Pasal 53). Berkas lengkap yang tidak "
            "diputuskan sampai batas waktu disetujui oleh sistem: pemohon langsung menerima "
            "pernyataan bersegel, dan surat yang ditandatangani menyusul. Batasnya jumlah hari "
            "kerja tahap dinas, paling sedikit 5 hari kerja; waktu menunggu perbaikan tidak "
            "dihitung."
        ),
    )
    correction_days = models.PositiveSmallIntegerField(
        _("hari kerja untuk menjawab perbaikan"),
        null=True,
        blank=True,
        help_text=_(
            "Sesudahnya pengajuan ditutup karena tidak dijawab. Kosong: standar pelayanan dinas "
            "pada parameter hukum. Paling sedikit 4, agar diingatkan dua kali."
        ),
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("disusun oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diterbitkan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    published_at = models.DateTimeField(_("diterbitkan pada"), null=True, blank=True)
    # Set once, by a trigger, when the first application under this edition is submitted.
    first_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("versi ketentuan")
        verbose_name_plural = pgettext_lazy("jamak", "versi ketentuan")
        ordering = ("scheme_id", "-valid_from")
        constraints = [
            models.UniqueConstraint(fields=("scheme", "code"), name="edition_code_unique"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="edition_dates_in_order",
                violation_error_message=LAST_DAY_BEFORE_FIRST,
            ),
            models.CheckConstraint(
                condition=Q(authority__in=[str(each) for each in Authority]),
                name="edition_authority_known",
                violation_error_message=_("Pilih dinas yang memeriksa dari daftar ini."),
            ),
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True)
                | Q(opens_on__isnull=False, closes_on__gte=F("opens_on")),
                name="edition_call_in_order",
                violation_error_message=_(
                    "Masa menerima permohonan memerlukan hari pertama, dan berakhir sesudahnya."
                ),
            ),
            models.CheckConstraint(
                condition=Q(correction_days__isnull=True)
                | Q(correction_days__gte=MIN_CORRECTION_DAYS),
                name="edition_correction_days_enough",
                violation_error_message=_("Beri paling sedikit 4 hari kerja."),
            ),
            ExclusionConstraint(
                name="edition_no_overlap",
                violation_error_message=_("Versi lain sudah terbit untuk masa itu."),
                condition=Q(status=EditionStatus.PUBLISHED),
                expressions=[
                    ("scheme", RangeOperators.EQUAL),
                    (
                        DAYS_IN_FORCE,
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        triggers = [only_succeeded_in_use(), only_drafts_go()]

    def __str__(self) -> str:
        return f"{self.scheme} · {self.code}"

    @property
    def is_published(self) -> bool:
        return self.status == EditionStatus.PUBLISHED
