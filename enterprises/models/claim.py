"""A person's claim on a registered enterprise."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.enums import BESIDE, ClaimBasis, ClaimState, Position
from enterprises.models.document import DocumentVersion
from enterprises.models.enterprise import Enterprise


class Claim(models.Model):
    """A person's claim on a registered enterprise, decided by the NIK or by an official.

    `position` is the one that the person was appointed to beside the head; empty on any other
    basis.
    """

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("keadaan"), max_length=10, choices=ClaimState, default=ClaimState.PENDING
    )
    basis = models.CharField(
        _("dasar klaim"), max_length=10, choices=ClaimBasis, default=ClaimBasis.NUMBERS
    )
    position = models.CharField(_("jabatan"), max_length=10, choices=Position, blank=True)
    evidence = models.ForeignKey(
        DocumentVersion,
        verbose_name=_("bukti"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    matched_nik = models.BooleanField(_("NIK cocok"), default=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diputuskan oleh"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.CharField(_("alasan"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("diajukan pada"))
    decided_at = models.DateTimeField(_("diputuskan pada"), null=True, blank=True)

    class Meta:
        verbose_name = _("klaim usaha")
        verbose_name_plural = pgettext_lazy("jamak", "klaim usaha")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=("enterprise", "user"),
                condition=Q(state=ClaimState.PENDING),
                name="claim_open_unique",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("user")),
                name="claim_not_decided_by_claimant",
            ),
            models.CheckConstraint(
                condition=Q(basis=ClaimBasis.NUMBERS, evidence__isnull=True)
                | ~Q(basis=ClaimBasis.NUMBERS) & Q(evidence__isnull=False),
                name="claim_of_successor_has_evidence",
            ),
            models.CheckConstraint(
                condition=Q(basis=ClaimBasis.APPOINTED, position__in=[str(each) for each in BESIDE])
                | ~Q(basis=ClaimBasis.APPOINTED) & Q(position=""),
                name="claim_names_position_if_appointed",
            ),
        ]
        indexes = [models.Index(fields=("state", "id"), name="claim_by_state")]

    def __str__(self) -> str:
        return f"{self.enterprise}: {self.get_state_display()}"

    @property
    def enterprise_shown(self) -> str:
        """What the claimant may read of the enterprise: its name once the claim is accepted."""
        if self.state == ClaimState.ACCEPTED:
            return self.enterprise.name
        return self.enterprise.registered_as_masked
