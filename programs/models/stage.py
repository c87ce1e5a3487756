"""The review stages of an edition, and the reasons an official can pick."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.lifecycle import StageExit
from programs.models.scheme import Edition, spoken
from reference.models.dated import Sourced


class Stage(Sourced):
    """One step of the review; `working_days` is its service level.

    An `is_outside` stage belongs to another party: its clock informs only and nobody here moves
    through it.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="stages")
    code = models.SlugField(_("kode"), max_length=40)
    name_id = models.CharField(_("nama"), max_length=120)
    name_en = models.CharField(_("nama (Inggris)"), max_length=120)
    role = models.CharField(_("peran"), max_length=20)
    working_days = models.PositiveSmallIntegerField(_("hari kerja"), null=True)
    exit = models.CharField(
        _("dilalui dengan"), max_length=12, choices=[(e, e) for e in StageExit], blank=True
    )
    scoring_sheet = models.JSONField(_("lembar penilaian"), null=True, blank=True)
    second_person = models.BooleanField(_("harus orang lain"), default=False)
    is_outside = models.BooleanField(_("di luar dinas"), default=False)
    position = models.PositiveSmallIntegerField(_("urutan"))

    class Meta:
        verbose_name = _("tahap")
        verbose_name_plural = _("tahap")
        ordering = ("edition_id", "position")
        constraints = [
            models.UniqueConstraint(fields=("edition", "code"), name="stage_code_unique"),
            models.UniqueConstraint(fields=("edition", "position"), name="stage_position_unique"),
            models.CheckConstraint(
                condition=Q(is_outside=True) | (~Q(exit="") & Q(working_days__isnull=False)),
                name="stage_has_exit_and_clock",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return spoken(self.name_id, self.name_en)


class ReasonText(models.Model):
    """Words an official may pick and then edit, for one transition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="reason_texts")
    transition = models.CharField(_("tindakan"), max_length=20)
    code = models.SlugField(_("kode"), max_length=40)
    text_id = models.CharField(_("kalimat"), max_length=400)
    text_en = models.CharField(_("kalimat (Inggris)"), max_length=400)
    position = models.PositiveSmallIntegerField(_("urutan"))

    class Meta:
        verbose_name = _("alasan siap pakai")
        verbose_name_plural = _("alasan siap pakai")
        ordering = ("edition_id", "transition", "position")
        constraints = [
            models.UniqueConstraint(
                fields=("edition", "transition", "code"), name="reason_text_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def text(self) -> str:
        return spoken(self.text_id, self.text_en)
