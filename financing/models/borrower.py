"""The particulars that only SIKP requires of an owner."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Consent
from common.identity.encrypted import EncryptedText
from enterprises.models import Enterprise
from financing.models.sikp_code import SikpCode


class Borrower(models.Model):
    """The owner's particulars for SIKP (PMK 12/2024), stored only while the consent lasts.

    Name as on the identity card, day of birth (ISO) and home address are encrypted bound to `uid`.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enterprise = models.OneToOneField(
        Enterprise, verbose_name=_("usaha"), on_delete=models.PROTECT, related_name="borrower"
    )
    consent = models.ForeignKey(
        Consent, verbose_name=_("persetujuan"), on_delete=models.PROTECT, related_name="+"
    )
    full_name_cipher = models.BinaryField(editable=False)
    born_on_cipher = models.BinaryField(editable=False)
    home_address_cipher = models.BinaryField(editable=False)
    postcode = models.CharField(_("kode pos"), max_length=5)
    sex = models.ForeignKey(SikpCode, on_delete=models.PROTECT, related_name="+")
    marital = models.ForeignKey(SikpCode, on_delete=models.PROTECT, related_name="+")
    education = models.ForeignKey(SikpCode, on_delete=models.PROTECT, related_name="+")
    occupation = models.ForeignKey(SikpCode, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("dibuat pada"))
    updated_at = models.DateTimeField(_("diubah pada"))

    full_name = EncryptedText(cipher="full_name_cipher", row="uid")
    born_on = EncryptedText(cipher="born_on_cipher", row="uid")
    home_address = EncryptedText(cipher="home_address_cipher", row="uid")

    class Meta:
        verbose_name = _("data calon debitur")
        verbose_name_plural = pgettext_lazy("jamak", "data calon debitur")
        constraints = [
            models.CheckConstraint(
                condition=Q(postcode__regex=r"^[0-9]{5}$"), name="borrower_postcode_5_digits"
            ),
            models.CheckConstraint(
                condition=Q(updated_at__gte=F("created_at")), name="borrower_times_in_order"
            ),
        ]

    def __str__(self) -> str:
        return str(self.enterprise_id)
