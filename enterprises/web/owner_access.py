"""Guards of the pages of a person's enterprises: sign-in, and refusals as error pages."""

from collections.abc import Callable
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from accounts.shared.current_user import current_user
from common.dates import clock
from common.web.own_paths import own_path
from common.web.refusals import refusals_as_pages
from enterprises.enums import SIGNED_BY_HEAD
from enterprises.models import Enterprise
from enterprises.selectors.enterprises import owned_by, with_owner_since

View = Callable[..., HttpResponseBase]


def own_profile(request: HttpRequest, enterprise_id: int) -> tuple[Enterprise, date | None]:
    """Return the same with the day since which the person alone acts for it, in one query.

    None for a helper, and for an enterprise of several people: which of them stated something is
    not kept.
    """
    own = owned_by(current_user(request)).filter(pk=enterprise_id)
    found, since = with_owner_since(own, current_user(request))
    if found is None:
        raise Http404
    is_alone = found.legal_form not in SIGNED_BY_HEAD
    return found, clock.local_date(since) if since and is_alone else None


def came_from(request: HttpRequest) -> str:
    """Return the path of the page that the person was interrupted at, '' without one."""
    return own_path(request.GET.get("lanjut", ""))


def owner_page(view: View) -> View:
    """Require sign-in, and turn refusals of the services into the 404 and 403 pages."""
    return login_required(refusals_as_pages(view))
