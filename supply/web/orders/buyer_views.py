"""The page on which an exporter says for which buyer an order is."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.shared.current_user import current_user
from common.errors import Conflict, InvalidInput
from common.lists.paging import keyset_page
from common.web.primary_keys import parse_pk
from supply.enums import OrderAct, OrderState, RequestState
from supply.selectors.orders.access import leading_acts, order_for
from supply.selectors.requests import attachable_requests
from supply.services.orders.buyers import attach_request
from supply.web.orders.progress import progress_context
from supply.web.requests.views import exporter_page

_PAGE: Final = 25


@exporter_page
@require_http_methods(["GET", "HEAD", "POST"])
def buyer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the buyer of an order; while it is in preparation, choose it among the open requests."""
    user = current_user(request)
    order = order_for(user, uid)
    problem = ""
    if request.method == "POST":
        key = parse_pk(request.POST.get("permintaan", ""))
        try:
            if key is None:
                raise Conflict("not_found", _("Pilih permintaan dari daftar."))
            attach_request(user, uid, key)
        except Conflict as error:
            problem = error.message
        else:
            messages.success(request, _("Pesanan terhubung dengan permintaan pembeli."))
            return redirect("export-order", uid)
    try:
        page = keyset_page(
            attachable_requests(order.exporter),
            order=("-id",),
            cursor=request.GET.get("hal"),
            size=_PAGE,
        )
    except InvalidInput:
        return redirect("export-order-buyer", uid)
    has_buyer = order.request is not None and order.request.state == RequestState.TAKEN
    is_preparing = order.state == OrderState.PREPARING and OrderAct.INVITE in leading_acts(order)
    context = {
        "order": order,
        "asked": order.request,
        "may_attach": is_preparing and not has_buyer,
        "rows": page.items,
        "problems": [(problem, "")] if problem else [],
        **progress_context(order),
        "next_url": f"?hal={page.next}" if page.next else "",
        "previous_url": f"?hal={page.previous}" if page.previous else "",
    }
    status = 409 if problem else 200
    return render(request, "ekspor/pesanan_pembeli.html", context, status=status)
