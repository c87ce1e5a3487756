"""The API: version 1 and its description."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from umkm_portal.kind_urls import kind_urls

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path(
        "v1/",
        include(
            [
                path("", include("reference.api.urls")),
                path("", include("enterprises.api.urls")),
                path("", include("letters.api.urls")),
                path("", include("programs.api.urls")),
                path("", include("applications.api.urls")),
                *kind_urls("api"),
                path("", include("supply.api.urls")),
                path("", include("reports.api.urls")),
            ]
        ),
    ),
]
