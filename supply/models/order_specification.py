"""What exactly is to be made, in versions."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.models import Product
from supply.enums import OrderState
from supply.models.order import Order

# What members were asked on stays: version and sample change in preparation only.
_PREPARED = f"""
IF NOT EXISTS (
    SELECT 1 FROM supply_order o
    WHERE o.id = NEW.order_id AND o.state = '{OrderState.PREPARING}'
) THEN
    RAISE EXCEPTION 'members were asked on another version or sample'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'asked_on_this_sample';
END IF;
RETURN NEW;
"""  # noqa: S608 - constants of this app


class OrderSpecification(models.Model):
    """One version of the specification; a letter names the one that it was written on."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="specifications")
    version = models.PositiveSmallIntegerField(_("versi"))
    text = models.TextField(_("spesifikasi"), max_length=4000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("ditulis pada"))

    class Meta:
        verbose_name = _("spesifikasi pesanan")
        verbose_name_plural = pgettext_lazy("jamak", "spesifikasi pesanan")
        ordering = ("-version",)
        constraints = [
            models.UniqueConstraint(fields=("order", "version"), name="specification_version_once"),
            models.CheckConstraint(condition=~Q(text=""), name="specification_says_something"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="specification_is_kept", operation=pgtrigger.Delete | pgtrigger.Update
            ),
            pgtrigger.Trigger(
                name="specification_prepared",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_PREPARED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} · {self.version}"


class OrderSample(models.Model):
    """A sample that a member makes to a version; at most one of an order is the approved one.

    Approved on `noted_at`; it counts while its version is the newest. No other member learns who
    made it.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="samples")
    specification = models.ForeignKey(
        OrderSpecification, on_delete=models.PROTECT, related_name="+"
    )
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    is_approved = models.BooleanField(_("contoh yang disetujui"), default=False)
    note = models.CharField(_("catatan"), max_length=300, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField(_("dicatat pada"))

    class Meta:
        verbose_name = _("contoh pesanan")
        verbose_name_plural = pgettext_lazy("jamak", "contoh pesanan")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=("order", "product"), name="sample_of_maker_once"),
            models.UniqueConstraint(
                fields=("order",), condition=Q(is_approved=True), name="sample_approved_once"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="sample_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="sample_prepared",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_PREPARED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} · {self.product}"
