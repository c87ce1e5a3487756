"""The 38 regencies and cities of East Java."""

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from reference.enums import RegencyKind


class Regency(models.Model):
    """One regency or city by its dotted Kemendagri code, such as 35.78."""

    code = models.CharField(_("kode"), primary_key=True, max_length=5)
    name = models.CharField(_("nama"), max_length=60)
    kind = models.CharField(_("jenis"), max_length=10, choices=RegencyKind)
    bps_code = models.CharField(_("kode BPS"), max_length=4, unique=True)
    latitude = models.DecimalField(max_digits=7, decimal_places=4)
    longitude = models.DecimalField(max_digits=7, decimal_places=4)

    class Meta:
        verbose_name = _("kabupaten/kota")
        verbose_name_plural = pgettext_lazy("jamak", "kabupaten/kota")
        ordering = ("code",)

    def __str__(self) -> str:
        # English says "Surabaya City".
        return gettext("%(kind)s %(name)s") % {"kind": self.get_kind_display(), "name": self.name}
