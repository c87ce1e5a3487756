"""The address to which officials post a saved view of any list: save, rename, delete."""

from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from django.apps import apps
from django.contrib import admin, messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import SavedView, User
from accounts.services.saved_views import delete_view, rename_view, save_view
from accounts.shared.current_user import current_user
from common.errors import DomainError, NotFound
from common.web.primary_keys import parse_pk

HOME: Final = "queue"


def saved_views_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Save, rename or delete a view and redirect to its list, which alone interprets the query."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    page = request.POST.get("page", "")
    address = list_address(request, page)
    if address is None:
        raise Http404
    query = request.POST.get("query", "")
    try:
        view = _apply_action(current_user(request), request, page, query)
    except NotFound as error:
        raise Http404 from error
    except DomainError as error:
        messages.error(request, error.message)
        return HttpResponseRedirect(f"{address}?{_safe_query(query)}")
    back = view.query if view is not None else ""
    return HttpResponseRedirect(f"{address}?{back}" if back else address)


def list_address(request: HttpRequest, page: str) -> str | None:
    """Return the address of a list by its name, such as "enterprises.enterprise".

    None when there is no such list, or the person may not open it.
    """
    if page == HOME:
        return reverse("admin:index")
    try:
        model = apps.get_model(page)
    except (LookupError, ValueError):
        return None
    if not admin.site.is_registered(model):
        return None
    if not admin.site.get_model_admin(model).has_view_or_change_permission(request):
        return None
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def _apply_action(user: User, request: HttpRequest, page: str, query: str) -> SavedView | None:
    name = request.POST.get("name", "")
    match request.POST.get("action"):
        case "rename":
            return rename_view(user, _view_id(request), name)
        case "delete":
            view = delete_view(user, _view_id(request))
            messages.success(request, _("Tampilan “%(name)s” dihapus.") % {"name": view.name})
            return None
        case _:
            return save_view(user, page=page, name=name, query=query)


def _view_id(request: HttpRequest) -> int:
    pk = parse_pk(request.POST.get("view", ""))
    if pk is None:
        raise NotFound("no_view")
    return pk


def _safe_query(query: str) -> str:
    """Return the query with every character encoded that could lead to another address."""
    return urlencode(parse_qsl(query[:2000]))
