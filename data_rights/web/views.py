"""The privacy page, and the rights of the person who is signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.services.security_log import record_export
from accounts.shared.current_user import current_user
from accounts.shared.fresh_proof import proof_required
from common.dates import clock
from common.errors import DomainError, TooManyRequests
from common.jobs.tries import seconds_until_tomorrow, tries_today
from common.retention import retentions
from common.web.form_pages import status_of_form
from data_rights.enums import Right
from data_rights.selectors.copies import copy_of
from data_rights.selectors.requests import own_requests
from data_rights.services.requests import ask, record_copy
from data_rights.web.forms import WordsForm

_COPIES_A_DAY = 5
_PATHS = {"perbaiki": Right.CORRECT, "batasi": Right.RESTRICT, "hapus": Right.ERASE}


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Print how long each kind of data is kept, from the rows that the nightly jobs execute."""
    rows = retentions().values()
    context = {
        "deleted": [row for row in rows if not row.is_kept],
        "kept": [row for row in rows if row.is_kept],
    }
    return render(request, "privasi/privasi.html", context)


@login_required
@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """Show the rights as buttons, and the person's requests with their deadlines."""
    return render(request, "privasi/hak.html", {"requests": own_requests(current_user(request))})


@login_required
@proof_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_copy(request: HttpRequest) -> HttpResponse:
    """Send the person a copy of their own data, at once; an open session alone is not enough."""
    if request.method != "POST":
        return render(request, "privasi/salinan.html")
    user = current_user(request)
    if tries_today("copy", user.pk) > _COPIES_A_DAY:
        error = TooManyRequests("copies", params={"wait": seconds_until_tomorrow()})
        messages.error(request, _("Salinan hari ini sudah cukup. Coba lagi besok."))
        return render(request, "privasi/salinan.html", status=error.status)
    content = copy_of(user)
    record_copy(user)
    name = f"data-saya-{clock.today():%Y-%m-%d}.json"
    record_export(name)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for(request: HttpRequest, right: str) -> HttpResponse:
    """Ask for a correction, a restriction or an erasure, which an official answers."""
    asked = _PATHS.get(right)
    if asked is None:
        raise Http404
    form, status = WordsForm(request.POST if request.method == "POST" else None), 0
    if form.is_valid():
        try:
            ask(current_user(request), asked, words=form.cleaned_data["words"])
        except DomainError as error:
            form.add_error("words", error.message)
            status = error.status
        else:
            messages.success(
                request, _("Permintaan Anda tercatat. Jawabannya datang sebagai pesan di portal.")
            )
            return redirect("rights")
    context = {"form": form, "right": asked}
    return render(request, "privasi/minta.html", context, status=status or status_of_form(form))
