"""The root URL configuration; each app has its own paths."""

from django.contrib import admin
from django.urls import include, path

from operations import health
from umkm_portal.kind_urls import kind_urls

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("api/", include("umkm_portal.api_urls")),
    path("usaha/", include("enterprises.web.urls")),
    path("", include("enterprises.web.public_urls")),
    path("", include("notifications.web.urls")),
    path("", include("data_rights.web.urls")),
    path("", include("accounts.web.urls")),
    path("", include("letters.web.urls")),
    path("", include("programs.web.urls")),
    path("", include("supply.web.urls")),
    path("", include("supply.web.orders.urls")),
    path("", include("applications.web.urls")),
    *kind_urls("web"),
]

handler400 = "umkm_portal.http.errors.bad_request"
handler403 = "umkm_portal.http.errors.permission_denied"
handler404 = "umkm_portal.http.errors.page_not_found"
handler500 = "umkm_portal.http.errors.server_error"
