"""The officials' page of orders: sums by state and by exporter, nothing of a member."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from accounts.selectors.scope import may_export_reports
from common.admin.page import backoffice_page
from common.errors import InvalidInput
from common.lists.paging import keyset_page
from supply.admin.access import reader_of
from supply.selectors.orders.sums import exporters_with_orders, sums_by_exporter, sums_by_state

_PAGE: Final = 50


@require_safe
def orders_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show how many orders there are, what they ask for and what accepted letters cover."""
    user = reader_of(request)
    rows, cursor = exporters_with_orders(user), request.GET.get("hal")
    try:
        page = keyset_page(rows, order=("name", "id"), cursor=cursor, size=_PAGE)
    except InvalidInput:
        return HttpResponseRedirect(reverse("admin:supply_orders"))
    shown = {
        "title": pgettext("jamak", "Pesanan bersama"),
        "may_export": may_export_reports(user),
        "states": sums_by_state(user),
        "exporters": sums_by_exporter(user, page.items),
        "next_url": f"?hal={page.next}" if page.next else "",
        "previous_url": f"?hal={page.previous}" if page.previous else "",
    }
    return backoffice_page(request, "admin/supply/orders.html", {**context, **shown})
