"""The help page: which office to ask, how it is reached, and where to complain."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.selectors.offices import all_offices
from reference.selectors.complaints import complaint_channels


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show the offices with their contacts, and the complaint channels for those without.

    The provincial offices come first. The offices without a contact are listed together.
    """
    offices = all_offices()
    regencies = [office for office in offices if office.regency_id is not None]
    context = {
        "province": [office for office in offices if office.regency_id is None],
        "regencies": [office for office in regencies if not office.is_empty],
        "silent": [office for office in regencies if office.is_empty],
        "any_contact": any(not office.is_empty for office in offices),
        "channels": complaint_channels(),
    }
    return render(request, "bantuan/bantuan.html", context)
