"""What documents are called in the reader's language."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from permits.models import Permit
from programs.models import Scheme


def kind_name(kind: str) -> str:
    """Return the name of a kind of document: that of its scheme."""
    return kind_names([kind])[kind]


def kind_names(kinds: Collection[str]) -> Mapping[str, str]:
    """Return the names of kinds of documents by their code, in one query."""
    names = {scheme.code: str(scheme.name) for scheme in Scheme.objects.filter(code__in=kinds)}
    return {kind: names.get(kind, kind) for kind in kinds}


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
