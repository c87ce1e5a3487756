"""Pages of a buyer without an account: the form, and the request behind the secret link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import DomainError, TooManyRequests
from common.web.client_address import client_network
from common.web.form_errors import show_errors
from common.web.form_pages import status_of_form
from common.web.primary_keys import parse_pk
from common.web.refusals import refusals_as_pages
from enterprises.models import Product
from enterprises.selectors.products import in_catalogue
from supply.enums import RequestState
from supply.models import BuyerRequest
from supply.selectors.exporters import is_exporter_now
from supply.selectors.orders.quotes import quotes_for_buyer
from supply.selectors.requests import request_by_digest
from supply.services.requests import moves as request_moves
from supply.services.requests.buyer_links import digest_of
from supply.services.requests.conversation import write_as_buyer
from supply.services.requests.sending import send_request
from supply.shared.languages import alternates, in_its_language, page_url
from supply.web.buyers.forms import FILE_FIELDS, BuyerForm, MessageForm

SECRET = "kunci"  # noqa: S105 - the name of a parameter
_FOR_ALL = "semua"
_MOST_SHOWN = 200
_MOST_QUOTES = 5


@in_its_language
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_request(request: HttpRequest) -> HttpResponse:
    """Ask for goods; the letter that follows holds the link that confirms it."""
    product = _product(request)
    is_sent = request.method == "POST"
    form = BuyerForm(product, request.POST, request.FILES) if is_sent else BuyerForm(product)
    if is_sent and form.is_by_a_program:
        # Bots learn nothing: they see what people see.
        return redirect(page_url("buyer-request-sent"))
    if is_sent and form.is_valid():
        try:
            send_request(
                form.asked(product),
                uploads=form.uploads(),
                language="en" if (get_language() or "").startswith("en") else "id",
                network=client_network(request),
            )
        except DomainError as error:
            return _refused(request, product, form, error)
        return redirect(page_url("buyer-request-sent"))
    return _form_page(request, product, form, status_of_form(form))


def _refused(
    request: HttpRequest, product: Product | None, form: BuyerForm, error: DomainError
) -> HttpResponse:
    show_errors(form, error, names=FILE_FIELDS)
    page = _form_page(request, product, form, error.status)
    if isinstance(error, TooManyRequests) and "wait" in error.params:
        page["Retry-After"] = str(error.params["wait"])
    return page


def _form_page(
    request: HttpRequest, product: Product | None, form: BuyerForm, status: int
) -> HttpResponse:
    if form.is_bound:
        form.renew()
    query = f"produk={product.pk}" if product else ""
    context = {"form": form, "product": product, **alternates("buyer-request-new", query=query)}
    return render(request, "katalog/permintaan.html", context, status=status)


def _product(request: HttpRequest) -> Product | None:
    key = parse_pk(request.GET.get("produk", ""))
    return None if key is None else in_catalogue().filter(pk=key).first()


@in_its_language
@require_safe
def request_sent(request: HttpRequest) -> HttpResponse:
    """Say that a letter is on its way."""
    return render(request, "katalog/terkirim.html", alternates("buyer-request-sent"))


@in_its_language
@never_cache
@refusals_as_pages
@require_http_methods(["GET", "HEAD", "POST"])
def own_request(request: HttpRequest) -> HttpResponse:
    """Show a request to whoever has its link, to confirm it, write, or withdraw it."""
    secret = request.GET.get(SECRET, "")
    found = request_by_digest(digest_of(secret))
    form = MessageForm()
    status = 200
    if request.method == "POST":
        act = request.POST.get("act", "")
        form = MessageForm(request.POST) if act == "message" else form
        answer = _act(request, found, act, form)
        if answer is not None:
            return answer
        status = 409 if not form.errors else 400
        found = request_by_digest(digest_of(secret))
    query = f"{SECRET}={secret}"
    context = {
        "asked": found,
        "is_for_writer": found.typed_for is not None and is_exporter_now(found.typed_for),
        "quotes": quotes_for_buyer(found, most=_MOST_QUOTES),
        "is_left": found.state == RequestState.TAKEN and not _is_led(found),
        "new_url": page_url("buyer-request-new"),
        "talk": list(found.messages.order_by("id")[:_MOST_SHOWN]),
        "deliveries": list(found.deliveries.all()),
        "files": list(found.files.all()),
        "form": form,
        **alternates("buyer-request", query=query),
    }
    return render(request, "katalog/permintaan_saya.html", context, status=status)


def _is_led(found: BuyerRequest) -> bool:
    return found.exporter is not None and is_exporter_now(found.exporter)


def _act(
    request: HttpRequest, found: BuyerRequest, act: str, form: MessageForm
) -> HttpResponse | None:
    """Do what was pressed; None where the page is shown again with what is wrong."""
    try:
        if act == "confirm":
            is_for_all = request.POST.get("untuk") == _FOR_ALL
            request_moves.confirm(found.pk, is_for_all=is_for_all)
            said = _("Permintaan Anda dikonfirmasi. Eksportir kini dapat membacanya.")
        elif act == "withdraw":
            request_moves.withdraw(found.pk)
            said = _("Permintaan Anda ditarik.")
        elif act == "message" and form.is_valid():
            write_as_buyer(found.pk, form.cleaned_data["text"])
            said = _("Pesan Anda terkirim.")
        else:
            return None
    except DomainError as error:
        if act == "message":
            show_errors(form, error)
        else:
            messages.error(request, error.message)
        return None
    messages.success(request, said)
    return HttpResponseRedirect(request.get_full_path())
