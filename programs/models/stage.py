"""The review stages of an edition."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.law.history import track_history
from common.text.translated import Translated
from programs.enums import StageExit, Turn
from programs.models.frozen import frozen_in_use
from programs.models.scheme import Edition
from reference.models.dated import Sourced


@track_history()
class Stage(Sourced):
    """One step of the review; `working_days` is its service level.

    An `is_outside` stage belongs to another party (or, with `waits_for_applicant`, to the
    applicant): its due date is informational. Before the decision it has an exit, taken by `role`
    once the answer from outside has arrived; after the decision it has none.
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
    waits_for_applicant = models.BooleanField(_("menunggu pelaku usaha"), default=False)
    position = models.PositiveSmallIntegerField(_("urutan"))

    name = Translated()

    class Meta:
        verbose_name = _("tahap")
        verbose_name_plural = pgettext_lazy("jamak", "tahap")
        ordering = ("edition_id", "position")
        constraints = [
            models.UniqueConstraint(fields=("edition", "code"), name="stage_code_unique"),
            models.UniqueConstraint(fields=("edition", "position"), name="stage_position_unique"),
            models.CheckConstraint(
                condition=Q(is_outside=True) | (~Q(exit="") & Q(working_days__isnull=False)),
                name="stage_has_exit_and_clock",
                violation_error_message=_(
                    "Tahap di dinas harus mempunyai batas hari kerja dan cara melaluinya."
                ),
            ),
        ]
        triggers = [frozen_in_use()]

    def __str__(self) -> str:
        return self.name

    @property
    def outside_turn(self) -> Turn | None:
        """Whose turn it is while a file waits here outside the office; None at the office."""
        if not self.is_outside:
            return None
        return Turn.APPLICANT if self.waits_for_applicant else Turn.PARTNER
