"""The contact of an office, edited separately from what limits the people posted there."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import AgencyKind
from accounts.models.posting import Agency


class OfficeManager(models.Manager["OfficeContact"]):
    """Offices of the government: neither partners nor the inspectorate receive the public."""

    def get_queryset(self) -> models.QuerySet["OfficeContact"]:
        return super().get_queryset().filter(kind=AgencyKind.OFFICE)


class OfficeContact(Agency):
    """How the public reaches an office: counter, hours, telephone, WhatsApp."""

    objects: ClassVar[OfficeManager] = OfficeManager()

    class Meta:
        proxy = True
        verbose_name = _("kontak dinas")
        verbose_name_plural = pgettext_lazy("jamak", "kontak dinas")

    @property
    def is_empty(self) -> bool:
        """Whether it is not recorded yet how to reach this office."""
        return not (self.counter_address or self.contact_phone or self.contact_whatsapp)
