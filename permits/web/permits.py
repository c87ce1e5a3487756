"""The page of an enterprise's permits, and the button that begins a renewal."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.shared.current_user import current_user
from common.errors import Conflict, InvalidInput
from common.lists.paging import keyset_page
from common.web.refusals import refusals_as_pages
from enterprises.shared.own_enterprise import own_enterprise
from permits.models import Permit
from permits.selectors.permits import permits_of_enterprise
from permits.selectors.renewals import window_of
from permits.services.renewal import renew
from permits.web.rows import permit_rows

PAGE: Final = 20


@login_required
@refusals_as_pages
@require_safe
def permits_page(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """List the permits of an enterprise, the newest first."""
    enterprise = own_enterprise(request, enterprise_id)
    permits = permits_of_enterprise(enterprise).select_related("application")
    try:
        page = keyset_page(permits, order=("-id",), cursor=request.GET.get("hal"), size=PAGE)
    except InvalidInput:
        return redirect("enterprise-permits", enterprise.pk)
    context = {
        "enterprise": enterprise,
        "rows": permit_rows(page.items),
        "next_url": f"?hal={page.next}" if page.next else "",
        "previous_url": f"?hal={page.previous}" if page.previous else "",
    }
    return render(request, "permits/permits.html", context)


@login_required
@refusals_as_pages
@require_POST
def renew_page(request: HttpRequest, enterprise_id: int, permit_id: int) -> HttpResponse:
    """Begin the renewal, and lead to its draft, or to the file that is open already.

    Any other refusal is shown on the page of permits.
    """
    enterprise = own_enterprise(request, enterprise_id)
    permits = permits_of_enterprise(enterprise).select_related("application")
    permit = permits.filter(pk=permit_id).first()
    if permit is None:
        raise Http404
    try:
        draft = renew(current_user(request), permit_id)
    except Conflict as error:
        if opened := error.params.get("id"):
            messages.info(request, error.message)
            return redirect("application", application_id=opened)
        messages.error(request, error.message)
        return redirect("enterprise-permits", enterprise.pk)
    messages.success(request, _copied_words(permit))
    return redirect("application", application_id=draft.pk)


def _copied_words(permit: Permit) -> str:
    window = window_of(permit)
    if window is not None and window.per_shipment:
        return _(
            "Isian yang tidak berubah sudah disalin. Lengkapi isian dan dokumen pengiriman yang "
            "baru."
        )
    return _("Isian dan dokumen lama sudah disalin. Periksa sebelum mengirim.")
