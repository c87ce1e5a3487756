"""The page on which an exporter types what machines and trainings would add, and cost."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.shared.current_user import current_user
from common.errors import Conflict, InvalidInput, NotFound
from common.web.form_pages import status_of_form
from supply.enums import OrderState
from supply.selectors.orders.access import is_active, order_for
from supply.selectors.plans.member_groups import group_choices, group_names
from supply.services.orders.measures import add_measure, remove_measure
from supply.web.orders.fields import refuse
from supply.web.orders.measure_forms import MeasureForm
from supply.web.orders.progress import progress_context
from supply.web.requests.views import exporter_page

_ENDED: Final = (OrderState.LETTERS_CLOSED, OrderState.CANCELLED)


@exporter_page
@require_http_methods(["GET", "HEAD", "POST"])
def measures(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show machines and trainings of an order with their figures; add one or remove one."""
    user = current_user(request)
    order = order_for(user, uid)
    if request.method == "POST" and "hapus" in request.POST:
        return _remove(request, uid)
    groups = group_choices(order, invited=True)
    form = MeasureForm(request.POST if request.method == "POST" else None, groups)
    if form.is_bound and form.is_valid():
        try:
            add_measure(user, uid, form.measure_data)
        except (InvalidInput, Conflict) as error:
            refuse(form, error)
        else:
            messages.success(request, _("Tersimpan. Rencana berikutnya ikut menghitungnya."))
            return redirect("export-order-measures", uid)
    rows = list(order.measures.select_related("typed_by"))
    names = group_names({row.group for row in rows})
    context = {
        "order": order,
        "form": form,
        "rows": [(row, names.get(row.group, "")) for row in rows],
        "may_change": order.state not in _ENDED and is_active(order),
        **progress_context(order),
    }
    page = "ekspor/pesanan_mesin.html"
    return render(request, page, context, status=status_of_form(form))


def _remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    key = request.POST["hapus"]
    try:
        if not (key.isascii() and key.isdigit() and len(key) <= 18):
            raise NotFound("not_found", _("Mesin atau pelatihan ini sudah tidak ada."))
        remove_measure(current_user(request), uid, int(key))
    except (NotFound, Conflict) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Dihapus. Rencana yang sudah dihitung tidak berubah."))
    return redirect("export-order-measures", uid)
