"""The owner's consent as a helper asks for it: a code to the owner's number, or a form on paper."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.enums import ConsentPurpose
from accounts.selectors.consent import current_text
from accounts.selectors.phones import is_phone_sign_in_offered, masked_number
from accounts.shared.current_user import current_user
from common.dates import clock
from common.errors import REFUSED_FILE, Conflict, DomainError, InvalidInput, TooManyRequests
from common.web.client_address import client_network
from common.web.form_errors import show_errors
from common.web.form_pages import status_of_form
from common.web.refusals import refused_file, too_many
from enterprises.enums import ConsentState, ConsentWay
from enterprises.models import Enterprise
from enterprises.selectors.helper_consents import helped_enterprise, latest_consent
from enterprises.selectors.members import declared_until, owners_of
from enterprises.services.consent_codes import ask_code, give_by_code
from enterprises.services.consent_forms import send_form
from enterprises.services.consent_requests import LONGEST_NAME
from enterprises.web.consent_forms import AskCodeForm, GiveCodeForm, SendForm
from enterprises.web.owner_access import owner_page

_PAGE = "usaha/persetujuan.html"
_FORM_PAGE = "usaha/persetujuan_formulir.html"
_REFUSED = (InvalidInput, Conflict, TooManyRequests)


@sensitive_post_parameters()
@owner_page
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """Show whether the owner has consented; send a code to their number, or take the code."""
    enterprise = helped_enterprise(current_user(request), enterprise_id)
    if request.method == "POST" and "kode" in request.POST:
        return _give(request, enterprise)
    context = _context(request, enterprise)
    form = AskCodeForm(request.POST) if request.method == "POST" else _ask_form(context)
    if form.is_valid():
        try:
            ask_code(
                current_user(request),
                enterprise,
                owner_name=form.cleaned_data["owner_name"],
                phone=form.cleaned_data["phone"],
                via=form.cleaned_data["via"],
                address=client_network(request),
            )
        except _REFUSED as error:
            return _refused(request, enterprise, form, error)
        messages.success(request, _("Kode terkirim ke nomor pemilik. Berlaku 5 menit."))
        return redirect("enterprise-consent", enterprise.pk)
    return render(request, _PAGE, {**context, "form": form}, status=status_of_form(form))


@sensitive_post_parameters()
@owner_page
@require_http_methods(["GET", "HEAD", "POST"])
def consent_form(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """Take the form that the owner has signed or thumb-printed; the office judges it."""
    enterprise = helped_enterprise(current_user(request), enterprise_id)
    is_sent = request.method == "POST"
    form = SendForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_valid():
        sent = form.cleaned_data
        try:
            send_form(
                current_user(request),
                enterprise,
                owner_name=sent["owner_name"],
                phone=sent["phone"],
                upload=sent["file"],
                filename=sent["file"].name,
            )
        except REFUSED_FILE as error:
            form.add_error("file", error.message)
            page = render(request, _FORM_PAGE, {**_context(request, enterprise), "form": form})
            return refused_file(page, error)
        except _REFUSED as error:
            return _refused(request, enterprise, form, error, page=_FORM_PAGE)
        messages.success(request, _("Formulir terkirim. Anda diberi tahu setelah dinas memeriksa."))
        return redirect("enterprise-consent", enterprise.pk)
    context = {**_context(request, enterprise), "form": form}
    return render(request, _FORM_PAGE, context, status=status_of_form(form))


@owner_page
@require_http_methods(["GET", "HEAD", "POST"])
def consent_print(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """Show the form to print, with the owner's name when sent, else with a line to fill in."""
    enterprise = helped_enterprise(current_user(request), enterprise_id)
    owner = request.POST.get("owner_name", "").strip()[:LONGEST_NAME]
    context = {**_context(request, enterprise), "owner": owner, "today": clock.today()}
    return render(request, "usaha/persetujuan_cetak.html", context)


def _give(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    form = GiveCodeForm({"code": request.POST["kode"]})
    if form.is_valid():
        try:
            given = give_by_code(current_user(request), enterprise, form.cleaned_data["code"])
        except _REFUSED as error:
            return _refused(request, enterprise, form, error, name="code_form")
        said = _("Persetujuan %(owner)s tercatat.") % {"owner": given.owner_name}
        messages.success(request, said)
        return redirect("enterprise", enterprise.pk)
    context = _context(request, enterprise)
    shown = {**context, "code_form": form, "form": _ask_form(context)}
    return render(request, _PAGE, shown, status=status_of_form(form))


def _ask_form(context: Mapping[str, Any]) -> AskCodeForm:
    """Return the form for a code, with the owner's name as the helper wrote it before."""
    latest = context["consent"]
    return AskCodeForm(initial={"owner_name": latest.owner_name} if latest else None)


def _refused(
    request: HttpRequest,
    enterprise: Enterprise,
    form: Any,
    error: DomainError,
    *,
    page: str = _PAGE,
    name: str = "form",
) -> HttpResponse:
    show_errors(form, error)
    context = _context(request, enterprise)
    shown = {"form": _ask_form(context), **context, name: form}
    answer = render(request, page, shown, status=error.status)
    if isinstance(error, TooManyRequests):
        return too_many(answer, error)
    return answer


def _context(request: HttpRequest, enterprise: Enterprise) -> dict[str, Any]:
    helper = current_user(request)
    latest = latest_consent(helper, enterprise)
    waits = latest is not None and latest.state == ConsentState.WAITING
    sent_to = latest.phone if waits and latest and latest.way == ConsentWay.CODE else ""
    return {
        "enterprise": enterprise,
        "consent": latest,
        "is_given": latest is not None and latest.state == ConsentState.GIVEN,
        "waits_for_office": waits and not sent_to,
        "sent_to": masked_number(sent_to or ""),
        "code_form": GiveCodeForm(),
        "owners_decide": owners_of(enterprise).exists(),
        "declared_until": declared_until(helper, enterprise),
        "text": current_text(ConsentPurpose.ON_BEHALF, clock.today()),
        "codes_are_sent": is_phone_sign_in_offered(),
        "helper": helper,
    }
