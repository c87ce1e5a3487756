"""The enterprise of an owner's page."""

from django.http import Http404, HttpRequest

from accounts.shared.current_user import current_user
from enterprises.models import Enterprise
from enterprises.selectors.enterprises import owned_by


def own_enterprise(request: HttpRequest, enterprise_id: int) -> Enterprise:
    """Return an enterprise the person acts for; Http404 also when it belongs to others."""
    enterprise = owned_by(current_user(request)).filter(pk=enterprise_id).first()
    if enterprise is None:
        raise Http404
    return enterprise
