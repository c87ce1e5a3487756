"""What an edition requires of an applicant: answers and documents."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.law.history import track_history
from common.text.translated import Translated, translated
from programs.enums import QuestionType
from programs.models.frozen import frozen_in_use
from programs.models.scheme import Edition
from programs.policies.answers import AnswerShape
from reference.models.dated import Sourced


@track_history()
class Question(models.Model):
    """One question with a typed answer; questions of one `group` share a page.

    `options` is a list of `{"value", "label_id", "label_en"}` for a choice; `minimum` and
    `maximum` bound a number or an amount (sanity bounds, not eligibility).
    `condition` is a condition as in `programs.policies.conditions`, or null for always.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="questions")
    code = models.SlugField(_("kode"), max_length=60)
    group = models.SlugField(_("halaman"), max_length=40)
    group_title_id = models.CharField(_("judul halaman"), max_length=120)
    group_title_en = models.CharField(_("judul halaman (Inggris)"), max_length=120)
    type = models.CharField(_("jenis"), max_length=10, choices=[(t, t) for t in QuestionType])
    label_id = models.CharField(_("pertanyaan"), max_length=200)
    label_en = models.CharField(_("pertanyaan (Inggris)"), max_length=200)
    help_id = models.TextField(_("penjelasan"), blank=True)
    help_en = models.TextField(_("penjelasan (Inggris)"), blank=True)
    options = models.JSONField(_("pilihan"), default=list, blank=True)
    minimum = models.BigIntegerField(_("terkecil"), null=True, blank=True)
    maximum = models.BigIntegerField(_("terbesar"), null=True, blank=True)
    is_required = models.BooleanField(_("wajib"), default=True)
    condition = models.JSONField(_("syarat tampil"), null=True, blank=True)
    identifies = models.BooleanField(
        _("pembeda permohonan"),
        default=False,
        help_text=_("Jawabannya ikut menentukan apakah dua permohonan sama."),
    )
    position = models.PositiveSmallIntegerField(_("urutan"))

    label = Translated()
    help = Translated()
    group_title = Translated()

    class Meta:
        verbose_name = _("pertanyaan")
        verbose_name_plural = pgettext_lazy("jamak", "pertanyaan")
        ordering = ("edition_id", "position")
        constraints = [
            models.UniqueConstraint(fields=("edition", "code"), name="question_code_unique"),
        ]
        triggers = [frozen_in_use()]

    def __str__(self) -> str:
        return self.code

    @property
    def named_options(self) -> list[tuple[str, str]]:
        """The values of the options, each with its name in the active language."""
        return [
            (option["value"], translated(option["label_id"], option.get("label_en", "")))
            for option in self.options
        ]

    @property
    def shape(self) -> AnswerShape:
        """The answers that the question accepts."""
        options = tuple(option["value"] for option in self.options)
        return AnswerShape(self.type, self.minimum, self.maximum, options)


@track_history()
class Requirement(Sourced):
    """One document; required when `condition` holds (null: always)."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="requirements")
    code = models.SlugField(_("kode"), max_length=40)
    document_kind = models.SlugField(_("jenis dokumen"), max_length=40)
    label_id = models.CharField(_("nama dokumen"), max_length=160)
    label_en = models.CharField(_("nama dokumen (Inggris)"), max_length=160)
    help_id = models.TextField(_("penjelasan"), blank=True)
    help_en = models.TextField(_("penjelasan (Inggris)"), blank=True)
    is_required = models.BooleanField(_("wajib"), default=True)
    condition = models.JSONField(_("diminta bila"), null=True, blank=True)
    # Indonesian only, since an office reads what is signed; `{fields}` are those of
    # `programs.policies.placeholders.SHEET_FIELDS`.
    template = models.TextField(
        _("isi lembar siap cetak"),
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "Pemohon mencetaknya, melengkapinya dengan tangan, dan menandatangani. Yang diisi "
            "portal: {enterprise}, {nib}, {address}, {regency}, {person}, {number}, atau kode "
            "pertanyaan."
        ),
    )
    max_files = models.PositiveSmallIntegerField(_("berkas paling banyak"), default=1)
    position = models.PositiveSmallIntegerField(_("urutan"))

    label = Translated()
    help = Translated()

    class Meta:
        verbose_name = _("dokumen persyaratan")
        verbose_name_plural = pgettext_lazy("jamak", "dokumen persyaratan")
        ordering = ("edition_id", "position")
        constraints = [
            models.UniqueConstraint(fields=("edition", "code"), name="requirement_code_unique"),
        ]
        triggers = [frozen_in_use()]

    def __str__(self) -> str:
        return self.code
