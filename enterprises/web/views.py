"""A person's enterprises: list, registration, profile with both classes, changes."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.shared.changed_by import changed_by
from accounts.shared.current_user import current_user
from common.edits.merging import ChangedMeanwhile
from common.errors import Conflict, FieldError, InvalidInput, TooManyRequests
from common.lists.paging import keyset_page
from common.web.form_pages import status_of_form
from common.web.refusals import too_many
from enterprises.enums import NOT_LISTED, PRODUCT_PHOTO
from enterprises.models import Enterprise
from enterprises.selectors.claims import open_claims_of
from enterprises.selectors.enterprises import documents_of, own_sole_enterprise, owned_by
from enterprises.services.cleaning import EnterpriseData
from enterprises.services.registration import (
    profile_row,
    profile_values,
    refuse_known_nik,
    register,
    update,
)
from enterprises.shared.known_facts import confirmed_facts, known_particulars
from enterprises.shared.open_files import open_files_of
from enterprises.shared.own_enterprise import own_enterprise
from enterprises.web.claim_views import offer_claim
from enterprises.web.forms import EnterpriseForm, ProfileForm, RegistrationBasis
from enterprises.web.owner_access import came_from, own_profile, owner_page
from enterprises.web.profile import class_rows, profile_rows

PAGE = 20
SHOWN_DOCUMENTS = 50


@owner_page
@require_safe
def enterprises(request: HttpRequest) -> HttpResponse:
    """List the person's enterprises and open claims."""
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
    """Show the profile, both classes with their articles, and stored files."""
    current, own_since = own_profile(request, enterprise_id)
    context = {
        "enterprise": current,
        "rows": profile_rows(current, own_since),
        "classes": class_rows(current),
        "documents": documents_of(current).exclude(kind__in=(*NOT_LISTED, PRODUCT_PHOTO))[
            :SHOWN_DOCUMENTS
        ],
    }
    return render(request, "usaha/usaha.html", context)


@sensitive_post_parameters()
@owner_page
@require_http_methods(["GET", "HEAD", "POST"])
def register_enterprise(request: HttpRequest) -> HttpResponse:
    """Register an enterprise on one page; a number that is taken leads to the claim instead.

    `punya` in the address says what the person has: a NIB, a letter of the village, or neither;
    `lanjut` the page of the portal to which it leads back. What is known already is filled in.
    """
    data = request.POST if request.method == "POST" else None
    standing = _standing(request)
    user = current_user(request)
    form = EnterpriseForm(
        data,
        standing=standing,
        with_consent=user.is_helper,
        initial=known_particulars(request, user),
    )
    if data is not None and form.is_valid() and form.enterprise_data is not None:
        return _register(request, form, form.enterprise_data)
    if data is not None and (nik := form.nik_of_one_person):
        early = _refused_early(request, form, nik)
        if early is not None:
            return early
    return _registration_page(request, form)


@sensitive_post_parameters()
@owner_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit_enterprise(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """Change the profile, except the fields that identify the enterprise.

    What others changed since the page was shown is not overwritten unseen (409). Leads back to the
    page of the portal that the address names in `lanjut`, else to the profile.
    """
    current = own_enterprise(request, enterprise_id)
    then = came_from(request)
    form = ProfileForm(current, request.POST if request.method == "POST" else None)
    shown = form.guard(profile_row(current), profile_values(current))
    if request.method == "POST" and form.is_valid() and form.enterprise_data is not None:
        user = current_user(request)
        try:
            update(user, current, form.enterprise_data, shown=shown)
        except ChangedMeanwhile as error:
            form.explain(error.merge, changed_by(user, error.merge.conflicts))
        except InvalidInput as error:
            # An official corrected what identifies the enterprise at the same moment.
            form.refuse(error.errors)
        except (Conflict, TooManyRequests) as error:
            # For a NIB that is added.
            form.refuse([FieldError(error.code, "nib", error.message)])
            form.status = error.status
        else:
            messages.success(request, _("Profil usaha tersimpan."))
            _name_open_files(request, current)
            _warn(request, form.enterprise_data)
            return redirect(then or reverse("enterprise", args=[current.pk]))
    context = {
        "form": form,
        "enterprise": current,
        "then": then,
        "open_files": open_files_of(current),
    }
    return render(request, "usaha/ubah.html", context, status=status_of_form(form))


def _name_open_files(request: HttpRequest, enterprise: Enterprise) -> None:
    files = open_files_of(enterprise)
    if files:
        numbers = ", ".join(each.number for each in files)
        text = _("Berkas terbuka yang ikut membaca profil ini: %(numbers)s.")
        messages.info(request, text % {"numbers": numbers})


def _standing(request: HttpRequest) -> RegistrationBasis:
    asked = request.GET.get("punya", "")
    return RegistrationBasis(asked) if asked in RegistrationBasis.values else RegistrationBasis.NIB


def _registration_page(request: HttpRequest, form: EnterpriseForm) -> HttpResponse:
    then = came_from(request)
    query = f"&{urlencode({'lanjut': then})}" if then else ""
    user = current_user(request)
    context = {
        "form": form,
        "standings": RegistrationBasis.choices,
        "then": then,
        "query": query,
        # One NIK, one such enterprise: shown before anything is typed.
        "own": None if user.is_helper else own_sole_enterprise(user),
    }
    return render(request, "usaha/daftarkan.html", context, status=status_of_form(form))


def _refused_early(request: HttpRequest, form: EnterpriseForm, nik: str) -> HttpResponse | None:
    """Return the page for a NIK that is taken, though the rest of the form is not right yet."""
    try:
        refuse_known_nik(current_user(request), nik)
    except Conflict as error:
        return _conflict(request, form, error, nib="", nik=nik)
    except TooManyRequests as error:
        form.refuse([FieldError(error.code, None, error.message)])
        return too_many(_registration_page(request, form), error)
    return None


def _register(request: HttpRequest, form: EnterpriseForm, data: EnterpriseData) -> HttpResponse:
    """Register, and return the page to go to: for a number that is taken the claim."""
    try:
        user = current_user(request)
        created = register(user, data, channel="web", checked=confirmed_facts(request, user, data))
    except Conflict as error:
        return _conflict(request, form, error, nib=data.nib or "", nik=data.nik)
    except TooManyRequests as error:
        form.refuse([FieldError(error.code, None, error.message)])
        return too_many(_registration_page(request, form), error)
    then = came_from(request)
    done = _("Usaha terdaftar.") if then else _("Usaha terdaftar. Di bawah ini kelas usaha Anda.")
    messages.success(request, done)
    _warn(request, data)
    return redirect(then or reverse("enterprise", args=[created.pk]))


def _conflict(
    request: HttpRequest, form: EnterpriseForm, error: Conflict, *, nib: str, nik: str
) -> HttpResponse:
    if error.code in ("nib_yours", "nik_yours"):
        messages.info(request, error.message)
        own = reverse("enterprise", args=[error.params["enterprise"]])
        return redirect(came_from(request) or own)
    if error.code == "number_freed":
        form.refuse([FieldError(error.code, None, error.message)])
        return _registration_page(request, form)
    # With a NIK that is taken the registered NIB differs, and its owner may not know it.
    return offer_claim(request, nib=nib if error.field == "nib" else "", nik=nik)


def _warn(request: HttpRequest, data: EnterpriseData) -> None:
    for warning in data.warnings:
        messages.warning(request, str(warning.message))
