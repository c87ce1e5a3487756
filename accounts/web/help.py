"""The help page: which office to ask, how it is reached, and where to complain."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.selectors.offices import all_offices
from reference.selectors.complaints import complaint_channels


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show every office with its contact, the provincial ones first, and the complaint channels."""
    offices = all_offices()
    context = {
        "province": [office for office in offices if office.regency_id is None],
        "regencies": [office for office in offices if office.regency_id is not None],
        "channels": complaint_channels(),
    }
    return render(request, "bantuan/bantuan.html", context)
