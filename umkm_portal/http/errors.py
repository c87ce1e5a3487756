"""What people and programs see when a request is refused or fails."""

import math
import sys
from typing import Any

from django.contrib import admin
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.services.sign_in_limits import locked_until
from common.dates import clock
from common.text.formats import time_wib
from operations.outage import RETRY_SECONDS, is_outage


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400, or 413 when the request is larger than the limit."""
    if isinstance(exception, RequestDataTooBig):
        return _answer(request, 413, "too_large", _("Permintaan terlalu besar."))
    return _answer(request, 400, "bad_request", _("Permintaan tidak dapat dibaca."))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403; inside the admin, with the navigation of officials."""
    if _is_inside_admin(request):
        title = _("Halaman ini bukan untuk akun Anda")
        return _admin_page(request, "admin/backoffice/not_permitted.html", title, 403)
    return _answer(request, 403, "permission_denied", _("Anda tidak berwenang membuka ini."))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404; inside the admin, with the navigation of officials."""
    if _is_inside_admin(request):
        title = _("Halaman tidak ditemukan")
        return _admin_page(request, "admin/backoffice/not_found.html", title, 404)
    return _answer(request, 404, "not_found", _("Tidak ditemukan."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 when a server or the disk failed; neither page needs the database.

    Django calls it while it handles the exception, wherever that was raised: in a view, in the
    session, in sign-in or in the API.
    """
    if is_outage(sys.exc_info()[1]):
        return unavailable(request)
    return _answer(request, 500, "server_error", _("Ada kesalahan pada portal."))


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer 503 with the time to try again."""
    message = _("Portal sedang tidak dapat dipakai. Coba lagi beberapa saat lagi.")
    response = _answer(request, 503, "unavailable", message)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def https_required(request: HttpRequest) -> HttpResponse:
    """Answer 403 to a program that sent its request, and perhaps its key, unencrypted."""
    message = _("Kirim permintaan ini lewat HTTPS. Kunci yang sudah terkirim sebaiknya diganti.")
    return _answer(request, 403, "https_required", message)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403: the page was open too long, or the form was posted by another site."""
    message = _("Halaman ini sudah kedaluwarsa. Muat ulang lalu kirim lagi.")
    return _answer(request, 403, "csrf_failed", message, page="csrf")


def locked_out(
    request: HttpRequest,
    original_response: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """Answer 429 after too many wrong passwords, until when; another attempt does not extend it."""
    until = locked_until(request)
    seconds = max(1, math.ceil((until - clock.now()).total_seconds()))
    response = _answer(
        request,
        429,
        "locked_out",
        _("Kata sandi salah terlalu sering. Coba lagi nanti."),
        page="locked",
        context={"until": time_wib(until)},
    )
    response["Retry-After"] = str(seconds)
    return response


def _is_inside_admin(request: HttpRequest) -> bool:
    return request.path.startswith("/admin/") and admin.site.has_permission(request)


def _admin_page(request: HttpRequest, template: str, title: str, status: int) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title}
    return render(request, template, context, status=status)


def _answer(
    request: HttpRequest,
    status: int,
    code: str,
    message: str,
    *,
    page: str = "",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    if request.path.startswith("/api/"):
        faults = [{"code": code, "field": None, "message": message}]
        return JsonResponse({"errors": faults}, status=status)
    return render(request, f"errors/{page or status}.html", context, status=status)
