"""Schemes, and their dated editions."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from programs.enums import EditionBasis, EditionStatus, Kind, UniquenessKey
from reference.enums import AgencyField
from reference.models.dated import Sourced


def spoken(indonesian: str, english: str) -> str:
    """The text in the language of the reader; Indonesian where there is no English."""
    return english if english and (get_language() or "id").startswith("en") else indonesian


class Scheme(models.Model):
    """One programme people apply for, such as kur-mikro; what changes yearly is its edition."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    kind = models.CharField(_("jenis"), max_length=12, choices=[(k, k) for k in Kind])
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
    is_open = models.BooleanField(_("menerima pengajuan"), default=True)

    class Meta:
        verbose_name = _("skema")
        verbose_name_plural = _("skema")
        ordering = ("kind", "code")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return spoken(self.name_id, self.name_en)

    @property
    def summary(self) -> str:
        return spoken(self.summary_id, self.summary_en)


class Edition(models.Model):
    """The rules of a scheme between two days, both included."""

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
    deemed_approval = models.BooleanField(_("dianggap dikabulkan bila terlambat"), default=False)
    published_at = models.DateTimeField(_("diterbitkan pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("versi ketentuan")
        verbose_name_plural = _("versi ketentuan")
        ordering = ("scheme_id", "-valid_from")
        constraints = [
            models.UniqueConstraint(fields=("scheme", "code"), name="edition_code_unique"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="edition_dates_in_order",
            ),
            ExclusionConstraint(
                name="edition_no_overlap",
                condition=Q(status=EditionStatus.PUBLISHED),
                expressions=[
                    ("scheme", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme_id} · {self.code}"


class OutcomeWord(models.Model):
    """What a scheme calls a state: KUR is *diteruskan ke bank*, never *disetujui*."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="outcome_words")
    state = models.CharField(_("keadaan"), max_length=20)
    word_id = models.CharField(_("sebutan"), max_length=80)
    word_en = models.CharField(_("sebutan (Inggris)"), max_length=80)
    next_step_id = models.TextField(_("langkah berikut"), blank=True)
    next_step_en = models.TextField(_("langkah berikut (Inggris)"), blank=True)

    class Meta:
        verbose_name = _("sebutan hasil")
        verbose_name_plural = _("sebutan hasil")
        constraints = [
            models.UniqueConstraint(fields=("edition", "state"), name="outcome_word_unique"),
        ]

    def __str__(self) -> str:
        return self.word

    @property
    def word(self) -> str:
        return spoken(self.word_id, self.word_en)

    @property
    def next_step(self) -> str:
        return spoken(self.next_step_id, self.next_step_en)


class Rule(Sourced):
    """One figure or list of an edition; only a verified row may block an applicant.

    `value` is a JSON scalar or list: rupiah and counts as integers, rates per year as decimal
    strings ("0.06").
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="rules")
    key = models.SlugField(_("kunci"), max_length=60)
    value = models.JSONField(_("nilai"), null=True, blank=True)
    unit = models.CharField(_("satuan"), max_length=30, blank=True)
    regency = models.ForeignKey(
        "reference.Regency",
        verbose_name=_("wilayah"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    label_id = models.CharField(_("uraian"), max_length=200)
    label_en = models.CharField(_("uraian (Inggris)"), max_length=200)
    position = models.PositiveSmallIntegerField(_("urutan"))

    class Meta:
        verbose_name = _("ketentuan")
        verbose_name_plural = _("ketentuan")
        ordering = ("edition_id", "position")
        constraints = [
            models.UniqueConstraint(
                fields=("edition", "key", "regency"),
                nulls_distinct=False,
                name="rule_key_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def label(self) -> str:
        return spoken(self.label_id, self.label_en)
