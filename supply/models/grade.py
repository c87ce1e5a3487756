"""How well an exporter knows a member's work."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.models import Enterprise


class MemberGrade(models.Model):
    """The grade, 1 to 5, that an exporter gave a member with a reason; the newest one counts."""

    exporter = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    grade = models.PositiveSmallIntegerField(_("nilai"))
    reason = models.CharField(_("alasan"), max_length=500)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(_("dinilai pada"))

    class Meta:
        verbose_name = _("nilai anggota")
        verbose_name_plural = pgettext_lazy("jamak", "nilai anggota")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(condition=Q(grade__gte=1, grade__lte=5), name="grade_1_to_5"),
            models.CheckConstraint(condition=~Q(reason=""), name="grade_has_reason"),
        ]
        indexes = [models.Index(fields=("exporter", "member", "-id"), name="grade_of_member")]
        triggers = [
            pgtrigger.Protect(name="grade_is_kept", operation=pgtrigger.Delete | pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.grade}"
