"""Why the office of the regency or that of the province examines an application."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Application
from applications.selectors.authority import belongs_to_province
from programs.enums import Authority

_WHY: Mapping[tuple[str, bool], Promise] = {
    (Authority.CLASS, False): gettext_lazy(
        "Diperiksa dinas kabupaten/kota, karena menurut hasil penjualan tahunan usaha ini termasuk "
        "usaha mikro."
    ),
    (Authority.CLASS, True): gettext_lazy(
        "Diperiksa dinas provinsi, karena menurut hasil penjualan tahunan usaha ini bukan lagi "
        "usaha mikro."
    ),
    (Authority.MEMBERS, False): gettext_lazy(
        "Diperiksa dinas kabupaten/kota, karena semua anggota berada di kabupaten/kota yang sama."
    ),
    (Authority.MEMBERS, True): gettext_lazy(
        "Diperiksa dinas provinsi, karena anggotanya berada di lebih dari satu kabupaten/kota."
    ),
}


def authority_text(application: Application) -> str:
    """Return which office examines and why; '' where the edition leaves it to the regency.

    Before the submission it is what the profile and the answers lead to now.
    """
    provincial = (
        application.at_province if application.submitted_at else belongs_to_province(application)
    )
    why = _WHY.get((application.edition.authority, provincial))
    if why is None:
        return ""
    basis = _("Dasarnya pembagian urusan pada lampiran UU 23/2014, belum diverifikasi.")
    return f"{why} {basis}"
