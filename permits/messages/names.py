"""Whose a document is, and how far it was checked, in the reader's language."""

from django.utils.translation import gettext as _

from permits.models import Permit


def origin_text(permit: Permit) -> str:
    """Say whose document it is, and never that an office issued what it only recorded."""
    if permit.issued_here:
        return _("Diterbitkan %(issuer)s") % {"issuer": permit.issuer}
    return _("Diterbitkan %(issuer)s; dinas hanya mencatatnya") % {"issuer": permit.issuer}


def check_text(permit: Permit) -> str:
    """Say how far the document was checked; empty for what the office issued itself."""
    if permit.issued_here:
        return ""
    if not permit.looked_up:
        return _("Menurut pemilik, belum diperiksa di penerbitnya")
    return _("Diperiksa petugas di penerbitnya: %(how)s") % {"how": permit.get_looked_up_display()}
