"""What a letter of commitment settles before anyone answers it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from supply.enums import MaterialBy, RateBorneBy, Surplus


class OrderTerms(models.Model):
    """The terms of an order, the same for all its members; a letter keeps them as they were."""

    contact_name = models.CharField(_("orang yang dapat ditanya"), max_length=120)
    contact_phone = models.CharField(_("nomor teleponnya"), max_length=20)
    pays_within_days = models.PositiveSmallIntegerField(_("dibayar paling lama (hari)"))
    advance_percent = models.PositiveSmallIntegerField(_("uang muka (persen)"))
    material = models.CharField(_("bahan"), max_length=10, choices=MaterialBy)
    penalty_percent_a_week = models.PositiveSmallIntegerField(_("denda seminggu (persen)"))
    penalty_cap_percent = models.PositiveSmallIntegerField(_("denda paling banyak (persen)"))
    exchange_rate = models.CharField(_("perubahan kurs"), max_length=10, choices=RateBorneBy)
    surplus = models.CharField(_("kelebihan barang"), max_length=10, choices=Surplus)
    force_majeure = models.TextField(_("keadaan memaksa"), max_length=1000)
    claims = models.TextField(_("klaim pembeli sesudah barang tiba"), max_length=1000)

    class Meta:
        abstract = True
