"""Locking of a scheme, so that its editions change one after the other."""

from django.utils.translation import gettext as _

from common.errors import Conflict
from programs.models import Edition, Scheme


def lock_scheme(scheme_id: int) -> Scheme:
    """Lock and return the scheme, so that two editions of it are not published at once."""
    return Scheme.objects.select_for_update().get(pk=scheme_id)


def lock_edition(edition_id: int) -> Edition:
    """Lock the scheme of an edition and return the edition as it is now.

    Raises Conflict `draft_gone` where it was deleted meanwhile.
    """
    try:
        edition = Edition.objects.select_related("scheme").get(pk=edition_id)
        lock_scheme(edition.scheme_id)
        edition.refresh_from_db()
    except (Edition.DoesNotExist, Scheme.DoesNotExist) as error:
        raise Conflict("draft_gone", _("Rancangan ini sudah dihapus orang lain.")) from error
    return edition
