"""The admin site: its pages, theme and navigation."""

from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from programs.kinds.registry import declarations
from umkm_portal.settings import kinds

ADMIN_HOME = "applications.admin.queue.page.queue_page"
# Path under /admin/, URL name, and the view.
ADMIN_PAGES = [
    ("laporan/", "reports_applications", "reports.admin.pages.applications_page"),
    ("tampilan/", "saved_views", "accounts.admin.saved_views.saved_views_page"),
    ("ponsel/<int:user_id>/", "accounts_phone", "accounts.admin.phone.counter_page"),
    (
        "langkah-kedua/<int:user_id>/",
        "accounts_second_factor",
        "accounts.admin.second_factor.reset_page",
    ),
    ("kelayakan/", "programs_bulk_check", "programs.admin.bulk_check.bulk_check_page"),
    ("belum-diverifikasi/", "programs_unverified", "programs.admin.unverified.unverified_page"),
    ("impor/", "registers_import", "registers.admin.imports.list_page"),
    (
        "impor/<int:run_id>/",
        "registers_import_run",
        "registers.admin.imports.run_page",
    ),
    (
        "impor/<int:run_id>/keadaan/",
        "registers_import_status",
        "registers.admin.imports.status",
    ),
    (
        "impor/<int:run_id>/kesalahan/",
        "registers_import_errors",
        "registers.admin.imports.errors",
    ),
    *(
        (page.route, page.name, page.view)
        for kind in declarations(kinds.PROGRAM_KINDS)
        for page in kind.admin_pages
    ),
]

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("Portal UMKM Jawa Timur"),
    "SITE_HEADER": _("Portal UMKM Jawa Timur"),
    "SITE_URL": "/",
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    # The language switch is in our own header.
    "SHOW_LANGUAGES": False,
    "THEME": "light",
    "BORDER_RADIUS": "6px",
    "STYLES": [lambda request: static("admin_portal.css")],
    "COLORS": {
        # Greys with a slight green tint, and one dark teal, as on the owner pages.
        "base": {
            "50": "#f7f8f6",
            "100": "#eef0ed",
            "200": "#d6d9d2",
            "300": "#b9c0ba",
            "400": "#6c7873",
            "500": "#56635e",
            "600": "#4a5853",
            "700": "#36423e",
            "800": "#232e2a",
            "900": "#17221f",
            "950": "#0d1513",
        },
        "primary": {
            "50": "#f1f7f5",
            "100": "#e3efec",
            "200": "#c3dfd9",
            "300": "#94c6bc",
            "400": "#4f9f92",
            "500": "#1f7c70",
            "600": "#0a5c53",
            "700": "#084c45",
            "800": "#063f39",
            "900": "#05332e",
            "950": "#031f1c",
        },
    },
    "SIDEBAR": {"navigation": "umkm_portal.admin_navigation.navigation"},
}
