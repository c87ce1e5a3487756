"""What exactly is to be made, in versions."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from supply.enums import OrderState
from supply.models.order import Order

# What members were asked on stays: version and sample change in preparation only.
PREPARED_ONLY = f"""
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
                func=PREPARED_ONLY,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} · {self.version}"
