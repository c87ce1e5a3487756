"""URLs under /usaha/."""

from django.urls import path, register_converter

from enterprises.web import (
    claim_views,
    consent_views,
    notice_views,
    opening_views,
    people_views,
    views,
)


class RowId:
    """A primary key of up to 18 digits; longer ones match no URL (404)."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(RowId, "enterprise_id")

urlpatterns = [
    path("", views.enterprises, name="enterprises"),
    path("daftar/", views.register_enterprise, name="enterprise-register"),
    path("klaim/", claim_views.claim_enterprise, name="enterprise-claim"),
    path("<enterprise_id:enterprise_id>/", views.enterprise, name="enterprise"),
    path(
        "<enterprise_id:enterprise_id>/dibuka/", opening_views.openings, name="enterprise-openings"
    ),
    path("<enterprise_id:enterprise_id>/orang/", people_views.people, name="enterprise-people"),
    path(
        "<enterprise_id:enterprise_id>/persetujuan/",
        consent_views.consent,
        name="enterprise-consent",
    ),
    path(
        "<enterprise_id:enterprise_id>/persetujuan/formulir/",
        consent_views.consent_form,
        name="enterprise-consent-form",
    ),
    path(
        "<enterprise_id:enterprise_id>/persetujuan/cetak/",
        consent_views.consent_print,
        name="enterprise-consent-print",
    ),
    path(
        "<enterprise_id:enterprise_id>/pemberitahuan/",
        notice_views.notices,
        name="enterprise-notices",
    ),
    path(
        "<enterprise_id:enterprise_id>/pemberitahuan/<enterprise_id:notice_id>/",
        notice_views.slip,
        name="enterprise-notice",
    ),
    path("<enterprise_id:enterprise_id>/ubah/", views.edit_enterprise, name="enterprise-edit"),
]
