"""The letters that the office writes under an edition."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.law.history import track_history
from common.text.translated import Translated
from letters.enums import BaseField, LetterForm, PositionKind
from programs.models import Edition
from programs.models.frozen import frozen_in_use
from programs.policies.placeholders import fields_of, filled


@track_history()
class LetterTemplate(models.Model):
    """A letter of the office; its `{fields}` are those of `programs.policies.placeholders`."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="letters")
    code = models.SlugField(_("kode"), max_length=40)
    state = models.CharField(_("keadaan"), max_length=20)
    title_id = models.CharField(_("judul"), max_length=160)
    title_en = models.CharField(_("judul (Inggris)"), max_length=160)
    body_id = models.TextField(_("isi"))
    body_en = models.TextField(_("isi (Inggris)"))
    position = models.PositiveSmallIntegerField(_("urutan"))
    signer = models.SlugField(
        _("penanda tangan"),
        max_length=40,
        choices=PositionKind,
        default=PositionKind.HEAD,
        db_default="head",
    )
    months_valid = models.PositiveSmallIntegerField(
        _("berlaku berapa bulan"),
        null=True,
        blank=True,
        help_text=_("Kosong berarti tanpa batas. Hitungannya dari tanggal surat."),
    )
    form = models.CharField(
        _("bentuk surat"),
        max_length=12,
        choices=LetterForm,
        default=LetterForm.LETTER,
        db_default=str(LetterForm.LETTER),
        help_text=_("Permendagri 1/2023 Pasal 44."),
    )
    until_year_end = models.BooleanField(
        _("berlaku sampai 31 Desember tahun surat"), default=False, db_default=False
    )

    copies_to = models.TextField(
        _("tembusan"),
        blank=True,
        default="",
        db_default="",
        help_text=_("Satu penerima tiap baris, tanpa “arsip”."),
    )

    title = Translated()
    body = Translated()

    class Meta:
        verbose_name = _("surat")
        verbose_name_plural = pgettext_lazy("jamak", "surat")
        ordering = ("edition_id", "position")
        constraints = [
            models.UniqueConstraint(fields=("edition", "code"), name="letter_template_code_unique"),
            models.CheckConstraint(
                condition=Q(form__in=[str(each) for each in LetterForm]),
                name="letter_template_form_known",
                violation_error_message=_("Pilih jenis yang tersedia."),
            ),
        ]
        triggers = [frozen_in_use()]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The title for lists, with the meaning of placeholders in brackets: Surat [nama skema]."""
        words = {str(each): f"[{each.label}]" for each in BaseField}
        other = {name: f"[{_('jawaban pemohon')}]" for name in fields_of(self.title)}
        return filled(self.title, {**other, **words})
