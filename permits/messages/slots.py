"""The places of a quota in words, for officials and for the owner."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application
from common.text.formats import number
from permits.selectors.slots import SLOT_STAGE, is_given, quota_of, slot_of


def places_text(application: Application) -> str:
    """Return how many places are left, or that the file has one; empty where none is given.

    Nothing is promised: a place is the file's only once it is given.
    """
    if not is_given(application):
        return ""
    slot = slot_of(application)
    if slot is not None:
        return _("Berkas ini memegang satu tempat kuota tahun %(year)s.") % {
            "year": slot.quota.year
        }
    if application.stage is None or application.stage.code != SLOT_STAGE:
        return ""
    quota = quota_of(application)
    if quota is None:
        return _("Dinas belum menetapkan jumlah tempat tahun ini, jadi belum ada yang dijanjikan.")
    left = quota.places - quota.used
    counts = {"left": number(left), "places": number(quota.places), "year": quota.year}
    if not left:
        return _("Kuota tahun %(year)s sudah habis; berkas tetap menunggu di tahap ini.") % counts
    return (
        ngettext(
            "Kuota tahun %(year)s: tersisa %(left)s dari %(places)s tempat.",
            "Kuota tahun %(year)s: tersisa %(left)s dari %(places)s tempat.",
            left,
        )
        % counts
    )
