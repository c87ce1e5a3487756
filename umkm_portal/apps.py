"""The portal's own app entry and the admin site it serves."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core import checks

from umkm_portal.checks import check_proxies, check_servers


class PortalConfig(AppConfig):
    """An app so that its texts are found by `extract_translations`."""

    name = "umkm_portal"

    def ready(self) -> None:
        checks.register(check_proxies)
        checks.register(check_servers)


class PortalAdminConfig(AdminConfig):
    """Serves the officials' site, whose home page is the queue."""

    default_site = "umkm_portal.admin_site.PortalAdminSite"
