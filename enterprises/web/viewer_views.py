"""Which exporters see the capacity of one's enterprise."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.shared.current_user import current_user
from common.errors import InvalidInput, NotFound
from common.web.primary_keys import parse_pk
from enterprises.models import Enterprise
from enterprises.selectors.exporters import exporters_for, viewers_of
from enterprises.selectors.posts import is_signing_owner
from enterprises.services.capacity_viewers import (
    allow_exporter,
    end_exporter,
)
from enterprises.shared.own_enterprise import own_enterprise
from enterprises.web.owner_access import owner_page

ALLOW, END = "izinkan", "akhiri"
_SHOWN = 50


@owner_page
@require_http_methods(["GET", "HEAD", "POST"])
def viewers(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """Show which exporters see the capacity; an owner lets one in or ends it."""
    enterprise = own_enterprise(request, enterprise_id)
    if request.method == "POST":
        _act(request, enterprise)
        return redirect("enterprise-capacity-viewers", enterprise.pk)
    context = {
        "enterprise": enterprise,
        "viewers": viewers_of(enterprise)[:_SHOWN],
        "exporters": exporters_for(enterprise)[:_SHOWN],
        "may_choose": is_signing_owner(current_user(request), enterprise),
    }
    return render(request, "usaha/eksportir.html", context)


def _act(request: HttpRequest, enterprise: Enterprise) -> None:
    user = current_user(request)
    try:
        if END in request.POST:
            viewer = end_exporter(user, enterprise, parse_pk(request.POST[END]) or 0)
            said = _("%(name)s tidak lagi melihat kapasitas Anda.")
            messages.success(request, said % {"name": viewer.exporter.name})
        else:
            viewer = allow_exporter(user, enterprise, parse_pk(request.POST.get(ALLOW, "")) or 0)
            said = _("%(name)s sekarang melihat kapasitas Anda.")
            messages.success(request, said % {"name": viewer.exporter.name})
    except (InvalidInput, NotFound) as error:
        messages.error(request, error.message)
