"""Notices to an owner of their helper's acts: the list, and a slip to print and hand over."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from common.errors import InvalidInput
from common.lists.paging import keyset_page
from enterprises.selectors.owner_notices import notices_of
from enterprises.shared.own_enterprise import own_enterprise
from enterprises.web.owner_access import owner_page

_PAGE = 20


@owner_page
@require_safe
def notices(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """List what helpers did for the enterprise, and how its owner heard of it, newest first."""
    enterprise = own_enterprise(request, enterprise_id)
    try:
        page = keyset_page(
            notices_of(enterprise), order=("-id",), cursor=request.GET.get("hal"), size=_PAGE
        )
    except InvalidInput:
        return redirect("enterprise-notices", enterprise.pk)
    context = {
        "enterprise": enterprise,
        "notices": page.items,
        "next_url": f"?hal={page.next}" if page.next else "",
        "previous_url": f"?hal={page.previous}" if page.previous else "",
    }
    return render(request, "usaha/pemberitahuan.html", context)


@owner_page
@require_safe
def slip(request: HttpRequest, enterprise_id: int, notice_id: int) -> HttpResponse:
    """Show one notice as a slip to print."""
    enterprise = own_enterprise(request, enterprise_id)
    notice = notices_of(enterprise).filter(pk=notice_id).first()
    if notice is None:
        raise Http404
    return render(request, "usaha/slip.html", {"enterprise": enterprise, "notice": notice})
