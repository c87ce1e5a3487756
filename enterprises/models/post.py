"""The positions that people hold in an enterprise, such as chair or treasurer."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.enums import HEADS, Position
from enterprises.models.document import DocumentVersion
from enterprises.models.enterprise import Enterprise

# From `since` on, without `until`: whoever follows begins on the day on which another ends.
_DAYS = Func(
    F("since"),
    F("until"),
    RangeBoundary(inclusive_lower=True, inclusive_upper=False),
    function="DATERANGE",
    output_field=DateRangeField(),
)


class Post(models.Model):
    """A position that a person holds from `since` until before `until`; an open one has no end.

    An enterprise has one head (chair, director or owner) at a time, and a person one position.
    `minutes` is the document by which it was given, where there is one.
    """

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="posts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    position = models.CharField(_("jabatan"), max_length=10, choices=Position)
    since = models.DateField(_("sejak"))
    until = models.DateField(_("sampai"), null=True, blank=True)
    minutes = models.ForeignKey(
        DocumentVersion,
        verbose_name=_("berita acara"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dicatat oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("dicatat pada"))

    class Meta:
        verbose_name = _("jabatan")
        verbose_name_plural = pgettext_lazy("jamak", "jabatan")
        ordering = ("enterprise_id", "-since", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(position__in=[str(each) for each in Position]),
                name="post_position_known",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="post_dates_in_order",
            ),
            ExclusionConstraint(
                name="post_one_head",
                expressions=[
                    ("enterprise", RangeOperators.EQUAL),
                    (_DAYS, RangeOperators.OVERLAPS),
                ],
                condition=Q(position__in=sorted(str(each) for each in HEADS)),
                violation_error_message=_("Pada masa itu jabatan ini sudah dipegang orang lain."),
            ),
            ExclusionConstraint(
                name="post_one_per_person",
                expressions=[
                    ("enterprise", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (_DAYS, RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Pada masa itu orang ini sudah memegang jabatan lain."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_position_display()} · {self.enterprise}"

    @property
    def is_known_since_only(self) -> bool:
        """Whether `since` is only when the portal learned of the post, without proof."""
        return self.minutes_id is None and self.recorded_by_id in (None, self.user_id)
