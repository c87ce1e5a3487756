"""Guards of the pages of a person's enterprises: sign-in, and refusals as error pages."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from accounts.shared.current_user import current_user
from common.web.own_paths import own_path
from common.web.refusals import refusals_as_pages
from enterprises.models import Enterprise
from enterprises.selectors.enterprises import owned_by

View = Callable[..., HttpResponse]


def own_enterprise(request: HttpRequest, enterprise_id: int) -> Enterprise:
    """Return an enterprise the person acts for; Http404 also when it belongs to others."""
    enterprise = owned_by(current_user(request)).filter(pk=enterprise_id).first()
    if enterprise is None:
        raise Http404
    return enterprise


def came_from(request: HttpRequest) -> str:
    """Return the path in the middle of which somebody came here, '' without one."""
    return own_path(request.GET.get("lanjut", ""))


def owner_page(view: View) -> View:
    """Require sign-in, and turn refusals of the services into the 404 and 403 pages."""
    return login_required(refusals_as_pages(view))
