"""The officials' pages of buyers' requests: sums, the list, and a single request."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.selectors.scope import may_export_reports
from common.admin.page import backoffice_page
from common.errors import DomainError, InvalidInput, NotPermitted
from common.lists.paging import keyset_page
from common.web.form_errors import show_errors
from supply.admin.access import reader_of
from supply.enums import RequestState
from supply.messages.standings import LEFT
from supply.models import BuyerRequest
from supply.permissions import may_propose
from supply.selectors.exporters import exporters, is_exporter_now
from supply.selectors.requests import left_among, left_of, register_of_requests, sums_by_state
from supply.services.requests import moves as request_moves

_PAGE: Final = 50
_MOST_EXPORTERS: Final = 200


class AnswerForm(forms.Form):
    """To which exporter a request goes, or why it cannot be met."""

    exporter = forms.ChoiceField(label=gettext_lazy("Serahkan kepada"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Dibaca eksportir; bila ditolak, dibaca pembeli."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *sent: Any, may_assign: bool = True) -> None:
        super().__init__(*sent)
        if not may_assign:
            # Once taken, it is given to no other exporter: the first knows who the buyer is.
            del self.fields["exporter"]
            return
        rows = exporters().order_by("name", "pk")[:_MOST_EXPORTERS]
        self.fields["exporter"].choices = [  # type: ignore[attr-defined]
            ("", _("pilih eksportir")),
            *((str(each.pk), each.name) for each in rows),
        ]


@require_safe
def requests_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show the sums by state, and the confirmed requests, newest first."""
    user = reader_of(request)
    state = request.GET.get("keadaan", "")
    rows = register_of_requests(user)
    if state in RequestState.values:
        rows = rows.filter(state=state)
    elif state == LEFT:
        rows = left_of(user)
    else:
        state = ""
    try:
        page = keyset_page(rows, order=("-id",), cursor=request.GET.get("hal"), size=_PAGE)
    except InvalidInput:
        return HttpResponseRedirect(reverse("admin:supply_requests"))
    kept = f"keadaan={state}&" if state else ""
    shown = {
        "title": _("Permintaan pembeli"),
        "sums": sums_by_state(user),
        "left": left_of(user).count(),
        "left_state": LEFT,
        "left_rows": left_among(page.items),
        "may_export": may_export_reports(user),
        "state": state,
        "rows": page.items,
        "next_url": f"?{kept}hal={page.next}" if page.next else "",
        "previous_url": f"?{kept}hal={page.previous}" if page.previous else "",
    }
    return backoffice_page(request, "admin/supply/requests.html", {**context, **shown})


@require_http_methods(["GET", "HEAD", "POST"])
def request_page(
    request: HttpRequest, context: dict[str, Any], buyer_request_id: int
) -> HttpResponse:
    """Show a request without its buyer's name and address; assign or decline an open one.

    A taken request can be declined once its exporter is no longer an exporter of record.
    """
    user = reader_of(request)
    found = register_of_requests(user).filter(pk=buyer_request_id).first()
    if found is None:
        raise Http404
    is_left = _is_left(found)
    form, status = AnswerForm(may_assign=not is_left), 200
    if request.method == "POST":
        if not may_propose(user):
            raise PermissionDenied
        form = AnswerForm(request.POST, may_assign=not is_left)
        if form.is_valid() and _answered(request, user, found, form):
            return HttpResponseRedirect(reverse("admin:supply_request", args=[found.pk]))
        status = 409 if not form.errors else 400
        found = register_of_requests(user).get(pk=found.pk)
        is_left = _is_left(found)
    is_offices = found.state == RequestState.OPEN or is_left
    shown = {
        "title": found.wanted,
        "asked": found,
        "deliveries": list(found.deliveries.all()),
        "history": list(found.events.select_related("actor").order_by("id")),
        "is_left": is_left,
        "form": form if is_offices and may_propose(user) else None,
    }
    return backoffice_page(request, "admin/supply/request.html", {**context, **shown}, status)


def _is_left(found: BuyerRequest) -> bool:
    """Tell whether the exporter who took the request is no longer an exporter of record."""
    if found.state != RequestState.TAKEN or found.exporter is None:
        return False
    return not is_exporter_now(found.exporter)


def _answered(request: HttpRequest, user: User, found: BuyerRequest, form: AnswerForm) -> bool:
    sent, reason = form.cleaned_data, form.cleaned_data["reason"]
    act = request.POST.get("act", "")
    try:
        if act == "assign":
            if not sent.get("exporter"):
                field = "exporter" if "exporter" in form.fields else None
                form.add_error(field, _("Pilih eksportir dari daftar."))
                return False
            request_moves.assign(user, found.pk, int(sent["exporter"]), reason=reason)
            said = _("Permintaan diserahkan; eksportir dan pembeli diberi tahu.")
        elif act == "decline":
            request_moves.decline(user, found.pk, reason=reason)
            said = _("Permintaan ditutup; pembeli diberi tahu.")
        else:
            raise PermissionDenied
    except NotPermitted as error:
        raise PermissionDenied from error
    except InvalidInput as error:
        show_errors(form, error)
        return False
    except DomainError as error:
        messages.error(request, error.message)
        return False
    messages.success(request, said)
    return True
