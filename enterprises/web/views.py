"""A person's enterprises: the list, a new one, the profile with both classes, changing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.shared.current_user import current_user
from common.errors import Conflict, FieldError, InvalidInput
from common.lists.paging import keyset_page
from enterprises.selectors.claims import open_claims_of
from enterprises.selectors.enterprises import documents_of, owned_by
from enterprises.services.cleaning import EnterpriseData
from enterprises.services.registration import register, update
from enterprises.web.claim_views import offer_claim
from enterprises.web.forms import EnterpriseForm, ProfileForm
from enterprises.web.guarded import my_enterprise, owner_page
from enterprises.web.profile import class_rows, profile_rows

PAGE = 20
SHOWN_DOCUMENTS = 50


@owner_page
@require_safe
def enterprises(request: HttpRequest) -> HttpResponse:
    """The person's enterprises and the claims they wait for."""
    try:
        page = keyset_page(
            owned_by(current_user(request)),
            order=("-id",),
            cursor=request.GET.get("hal"),
            size=PAGE,
        )
    except InvalidInput:
        return redirect("enterprises")
    context = {
        "enterprises": page.items,
        "claims": open_claims_of(current_user(request))[:PAGE],
        "next_url": f"?hal={page.next}" if page.next else "",
        "previous_url": f"?hal={page.previous}" if page.previous else "",
    }
    return render(request, "usaha/daftar.html", context)


@owner_page
@require_safe
def enterprise(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """Profile, both classes with their articles, stored files; the way to the programmes."""
    found = my_enterprise(request, enterprise_id)
    context = {
        "enterprise": found,
        "rows": profile_rows(found),
        "classes": class_rows(found),
        "documents": documents_of(found)[:SHOWN_DOCUMENTS],
    }
    return render(request, "usaha/usaha.html", context)


@sensitive_post_parameters()
@owner_page
@require_http_methods(["GET", "HEAD", "POST"])
def register_enterprise(request: HttpRequest) -> HttpResponse:
    """One calm page; a NIB that waits for its owner leads to the claim instead."""
    sent = request.POST if request.method == "POST" else None
    form = EnterpriseForm(sent, with_consent=current_user(request).is_helper)
    if sent is not None and form.is_valid() and form.data_cleaned is not None:
        answer = _register(request, form, form.data_cleaned)
        if answer is not None:
            return answer
    return render(request, "usaha/daftarkan.html", {"form": form})


@sensitive_post_parameters()
@owner_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit_enterprise(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """Changes the profile, except what the register knows the enterprise by."""
    found = my_enterprise(request, enterprise_id)
    form = ProfileForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and form.data_cleaned is not None:
        update(current_user(request), found, form.data_cleaned)
        messages.success(request, _("Profil usaha tersimpan."))
        _warn(request, form.data_cleaned)
        return redirect("enterprise", enterprise_id=found.pk)
    return render(request, "usaha/ubah.html", {"form": form, "enterprise": found})


def _register(
    request: HttpRequest, form: EnterpriseForm, data: EnterpriseData
) -> HttpResponse | None:
    """The page to go to, or None when the form is to be shown again."""
    try:
        made = register(current_user(request), data, channel="web")
    except Conflict as error:
        return _conflict(request, form, data, error)
    messages.success(request, _("Usaha terdaftar. Di bawah ini kelas usaha Anda."))
    _warn(request, data)
    return redirect("enterprise", enterprise_id=made.pk)


def _conflict(
    request: HttpRequest, form: EnterpriseForm, data: EnterpriseData, error: Conflict
) -> HttpResponse | None:
    if error.code == "nib_unclaimed":
        return offer_claim(request, nib=data.nib, nik=data.nik)
    if error.code == "nib_yours":
        messages.info(request, error.message)
        return redirect("enterprise", enterprise_id=error.params["enterprise"])
    form.refuse([FieldError(error.code, error.field, error.message)])
    return None


def _warn(request: HttpRequest, data: EnterpriseData) -> None:
    for warning in data.warnings:
        messages.warning(request, str(warning.message))
