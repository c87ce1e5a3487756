"""URLs of the owner's pages of permits."""

from django.urls import path

from common.web.primary_keys import ROW
from permits.web.changes import change_page
from permits.web.commitments import commitment_page
from permits.web.letter_year import letter_year_page
from permits.web.permits import permits_page, renew_page

_ONE = f"usaha/<{ROW}:enterprise_id>/izin/"

urlpatterns = [
    path(_ONE, permits_page, name="enterprise-permits"),
    path(f"{_ONE}<{ROW}:permit_id>/perpanjang/", renew_page, name="permit-renew"),
    path(
        f"{_ONE}<{ROW}:permit_id>/komitmen/<slug:task>/", commitment_page, name="permit-commitment"
    ),
    path(f"pengajuan/<{ROW}:application_id>/tahun-surat/", letter_year_page, name="letter-year"),
    path(f"{_ONE}<{ROW}:permit_id>/perubahan/", change_page, name="permit-change"),
]
