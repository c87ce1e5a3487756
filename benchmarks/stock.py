"""Django's own admin over the same tables, registered in the usual way: 100 rows a page."""

from django.contrib.admin import AdminSite, ModelAdmin
from django.urls import path

from applications.models import Application
from enterprises.models import Enterprise


class StockSite(AdminSite):
    """The admin without the portal's look, scope or second factor."""

    site_url = None


class StockApplications(ModelAdmin):
    """Nine columns, searched by number and enterprise."""

    list_display = (
        "number",
        "scheme",
        "enterprise",
        "regency",
        "state",
        "stage",
        "requested_amount",
        "due_on",
        "claimed_by",
    )
    search_fields = ("number", "enterprise__name")
    list_per_page = 100


class StockEnterprises(ModelAdmin):
    """The portal's columns as far as they are fields."""

    list_display = ("name", "nib", "legal_form", "sector", "regency", "workers", "created_at")
    search_fields = ("name", "nib")
    list_per_page = 100


site = StockSite(name="stock")
site.register(Application, StockApplications)
site.register(Enterprise, StockEnterprises)
urlpatterns = [path("admin/", site.urls)]
