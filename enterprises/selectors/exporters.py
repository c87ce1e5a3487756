"""Which enterprises are exporters, and which of them see whose capacity."""

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.module_loading import import_string

from enterprises.models import CapacityViewer, Enterprise, Product


def exporters() -> QuerySet[Enterprise]:
    """Return the enterprises that an app above knows as exporters (`settings.EXPORTERS`)."""
    if not settings.EXPORTERS:
        return Enterprise.objects.none()
    found: QuerySet[Enterprise] = import_string(settings.EXPORTERS)()
    return found


def exporters_for(enterprise: Enterprise) -> QuerySet[Enterprise]:
    """Return the exporters to whom the enterprise may still show its capacity, by name."""
    seen = CapacityViewer.objects.filter(
        enterprise=enterprise, exporter=OuterRef("pk"), ended_at__isnull=True
    )
    return exporters().exclude(pk=enterprise.pk).filter(~Exists(seen)).order_by("name", "pk")


def viewers_of(enterprise: Enterprise) -> QuerySet[CapacityViewer]:
    """Return which exporters see the capacity of the enterprise now, the newest first."""
    viewers = CapacityViewer.objects.filter(enterprise=enterprise, ended_at__isnull=True)
    return viewers.select_related("exporter", "allowed_by").order_by("-id")


def visible_to_exporter(exporter: Enterprise) -> QuerySet[Product]:
    """Return the products whose enterprises let the exporter see their capacity, newest first.

    The exporter's own products are among them; archived ones are not.
    """
    allowed = CapacityViewer.objects.filter(
        enterprise=OuterRef("enterprise"), exporter=exporter, ended_at__isnull=True
    )
    products = Product.objects.filter(archived_at__isnull=True)
    seen = products.filter(enterprise=exporter) | products.filter(Exists(allowed))
    return seen.select_related("enterprise__regency").order_by("-id")


def sees_capacity(exporter: Enterprise, enterprise: Enterprise) -> bool:
    """Tell whether the enterprise lets the exporter see its capacity now."""
    viewers = CapacityViewer.objects.filter(enterprise=enterprise, ended_at__isnull=True)
    return exporter.pk == enterprise.pk or viewers.filter(exporter=exporter).exists()
