"""A helper's page: the enterprises they act for, whose turn it is there and until when."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.shared.current_user import current_user
from applications.selectors.clients import LAPSED_SHOWN, applications_of_clients, client_page
from applications.selectors.clock import closed_days_until_due
from applications.shared.applicant_access import applicant_page
from applications.shared.application_rows import application_row
from common.errors import InvalidInput, NotFound
from common.web.primary_keys import parse_pk
from enterprises.selectors.helper_consents import lapsed_clients_of, open_invitations_of
from enterprises.services.invitations import answer_invitation

_INVITATIONS = 20
ACCEPT, DECLINE = "terima", "tolak"


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def clients(request: HttpRequest) -> HttpResponse:
    """List a helper's clients with their open files; answer the invitation of an owner."""
    helper = current_user(request)
    if request.method == "POST":
        return _answer(request)
    try:
        page = client_page(helper, request.GET.get("hal"))
    except InvalidInput:
        return redirect("clients")
    files = applications_of_clients([member.enterprise_id for member in page.items])
    closed = closed_days_until_due([each for rows in files.values() for each in rows])
    context = {
        "clients": [
            (
                member,
                [application_row(file, closed) for file in files.get(member.enterprise_id, [])],
            )
            for member in page.items
        ],
        "invitations": open_invitations_of(helper)[:_INVITATIONS],
        "lapsed": lapsed_clients_of(helper)[:LAPSED_SHOWN],
        "next_url": f"?hal={page.next}" if page.next else "",
        "previous_url": f"?hal={page.previous}" if page.previous else "",
    }
    return render(request, "pendamping/klien.html", context)


def _answer(request: HttpRequest) -> HttpResponse:
    accept = ACCEPT in request.POST
    key = parse_pk(request.POST.get(ACCEPT if accept else DECLINE, ""))
    try:
        answer_invitation(current_user(request), key or 0, accept=accept)
    except NotFound as error:
        messages.info(request, error.message)
    else:
        said = (
            _("Diterima. Usaha itu terbuka bagi Anda setelah pemiliknya menyetujui.")
            if accept
            else _("Undangan ditolak.")
        )
        messages.success(request, said)
    return redirect("clients")
