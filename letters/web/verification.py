"""Public pages that tell whether a letter is real, by whom it is, and what it is worth now."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import REFUSED_FILE, DomainError, InvalidInput, NotFound, TooManyRequests
from common.web.client_address import client_network
from common.web.refusals import refused_file, too_many
from letters.policies.codes import read_code, written
from letters.services.file_verification import check_file
from letters.services.verification import check_code
from letters.web.forms import CodeForm, FileForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a file; a typed code leads to its own address, which can be kept."""
    if request.method == "POST":
        return _by_file(request)
    if "kode" not in request.GET:
        return _page(request, "tanya", {"form": CodeForm()})
    form = CodeForm(request.GET)
    if form.is_valid():
        code = read_code(form.cleaned_data["kode"]) or ""
        return redirect("verification-code", code=written(code))
    return _page(request, "tanya", {"form": form}, status=400)


@never_cache
@require_safe
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Show the document that a code identifies; 404, and what to do, where there is none."""
    try:
        found = check_code(code, network=client_network(request))
    except TooManyRequests as error:
        return too_many(_page(request, "ditunda", {"message": error.message}), error)
    except (InvalidInput, NotFound) as error:
        context = {"message": error.message, "is_code": isinstance(error, NotFound)}
        return _page(request, "tidak_dikenal", context, status=404)
    return _page(request, "surat", {"found": found})


def _by_file(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            checked = check_file(file, network=client_network(request))
        except TooManyRequests as error:
            return too_many(_page(request, "ditunda", {"message": error.message}), error)
        except DomainError as error:
            form.add_error("file", error.message)
            page = _page(request, "tanya", {"form": form})
            if isinstance(error, REFUSED_FILE):
                return refused_file(page, error)
            page.status_code = error.status
            return page
        return _page(request, "berkas", {"checked": checked, "found": checked.verified})
    return _page(request, "tanya", {"form": form}, status=400)


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    # `form` is the one whose errors the page's heading names.
    form = context.get("form")
    context["code_form"] = form if isinstance(form, CodeForm) else CodeForm()
    context["file_form"] = form if isinstance(form, FileForm) else FileForm()
    context["own_host"] = urlsplit(settings.PORTAL_URL).netloc
    return render(request, f"verifikasi/{template}.html", context, status=status)
