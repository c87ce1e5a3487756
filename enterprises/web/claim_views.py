"""Claiming an enterprise that was imported from an office's register."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.shared.current_user import current_user
from common.errors import (
    REFUSED_FILE,
    Conflict,
    DomainError,
    FieldError,
    InvalidInput,
    NotFound,
    TooManyRequests,
)
from common.web.form_errors import show_errors
from common.web.form_pages import status_of_form
from common.web.refusals import refused_file, too_many
from enterprises.enums import ClaimState
from enterprises.services.claims import claim
from enterprises.web.claim_form import ClaimForm
from enterprises.web.owner_access import came_from, owner_page


def offer_claim(request: HttpRequest, *, nib: str, nik: str) -> HttpResponse:
    """Offer a claim on a number that is taken (409); the page does not show who holds it."""
    form = ClaimForm(
        initial={"nib": nib, "nik": nik, "consent": True},
        with_consent=current_user(request).is_helper,
    )
    return _page(request, form, offered=True, status=409)


def _page(
    request: HttpRequest, form: ClaimForm, *, offered: bool = False, status: int | None = None
) -> HttpResponse:
    context = {"form": form, "offered": offered, "then": came_from(request)}
    return render(request, "usaha/klaim.html", context, status=status or status_of_form(form))


@sensitive_post_parameters()
@owner_page
@require_http_methods(["GET", "HEAD", "POST"])
def claim_enterprise(request: HttpRequest) -> HttpResponse:
    """Claim an enterprise: NIB and NIK may succeed at once, otherwise an official decides.

    `lanjut` in the address leads back to the page of the portal that the person came from.
    """
    data = request.POST if request.method == "POST" else None
    files = request.FILES if request.method == "POST" else None
    form = ClaimForm(data, files, with_consent=current_user(request).is_helper)
    if data is not None and form.is_valid():
        try:
            return _claim(request, form)
        except (InvalidInput, NotFound) as error:
            _add_error(form, error)
        except Conflict as error:
            _add_error(form, error)
            return _page(request, form, status=error.status)
        except REFUSED_FILE as error:
            form.add_error("evidence", error.message)
            return refused_file(_page(request, form), error)
        except TooManyRequests as error:
            form.add_error(None, error.message)
            return too_many(_page(request, form), error)
    return _page(request, form)


def _claim(request: HttpRequest, form: ClaimForm) -> HttpResponse:
    new_claim = claim(
        current_user(request),
        form.cleaned_data["nib"],
        form.cleaned_data["nik"],
        channel="web",
        succession=form.succession(),
    )
    if new_claim.state == ClaimState.ACCEPTED:
        messages.success(request, _("NIK cocok. Usaha ini sekarang ada di daftar Anda."))
        own = reverse("enterprise", args=[new_claim.enterprise_id])
        return redirect(came_from(request) or own)
    text = _("Terkirim: klaim Anda diperiksa dinas. Anda akan diberi tahu hasilnya.")
    if new_claim.user.is_helper:
        text = _(
            "Terkirim: permintaan Anda menunggu persetujuan pemilik usaha, atau dinas bila belum "
            "ada pemiliknya di portal. Anda akan diberi tahu hasilnya."
        )
    messages.info(request, text)
    return redirect("enterprises")


def _add_error(form: ClaimForm, error: DomainError) -> None:
    field = {"nib_unknown": "nib", "nik_unknown": "nik"}.get(error.code, error.field)
    # The store uses the field name of the pages of documents.
    show_errors(form, FieldError(error.code, field, error.message), names={"file": "evidence"})
