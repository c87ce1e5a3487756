"""What stands before every page of a person's enterprises: sign-in, and refusals as pages."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from accounts.models import User
from accounts.shared.current_user import current_user
from common.web.guards import refusals_as_pages
from enterprises.models import Enterprise
from enterprises.selectors.enterprises import owned_by

View = Callable[..., HttpResponse]


def person(request: HttpRequest) -> User:
    """Who is signed in; only on pages that require it."""
    return current_user(request)


def my_enterprise(request: HttpRequest, enterprise_id: int) -> Enterprise:
    """An enterprise the person acts for; Http404 also when it belongs to others."""
    found = owned_by(person(request)).filter(pk=enterprise_id).first()
    if found is None:
        raise Http404
    return found


def owner_page(view: View) -> View:
    """For people who are signed in; refusals of the services become 404 and 403."""
    return login_required(refusals_as_pages(view))
