"""Who opened the documents of an enterprise: shown to those who act for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.shared.current_user import current_user
from common.errors import InvalidInput
from common.lists.paging import keyset_page
from enterprises.selectors.openings import openings_of
from enterprises.shared.own_enterprise import own_enterprise
from enterprises.web.owner_access import owner_page

PAGE = 20


@owner_page
@require_safe
def openings(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """List who opened which document and when, newest first, as long as the log is kept."""
    enterprise = own_enterprise(request, enterprise_id)
    try:
        page = keyset_page(
            openings_of(enterprise), order=("-id",), cursor=request.GET.get("hal"), size=PAGE
        )
    except InvalidInput:
        return redirect("enterprise-openings", enterprise.pk)
    context = {
        "enterprise": enterprise,
        "openings": page.items,
        "reader": current_user(request),
        "next_url": f"?hal={page.next}" if page.next else "",
        "previous_url": f"?hal={page.previous}" if page.previous else "",
    }
    return render(request, "usaha/dibuka.html", context)
