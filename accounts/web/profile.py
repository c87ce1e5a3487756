"""The account page: name, language, addresses, consents."""

from typing import Literal, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.enums import ConsentPurpose
from accounts.models import User
from accounts.selectors.consent import latest_consents
from accounts.selectors.phones import current_phone, masked_number
from accounts.services.consent import record_consent, withdraw_consent
from accounts.services.profile import profile_row, profile_values, update_profile
from accounts.shared.changed_by import changed_by
from accounts.shared.current_user import current_user
from accounts.web.forms import ProfileForm
from common.edits.merging import ChangedMeanwhile
from common.web.form_pages import status_of_form


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show the account; change name and language."""
    # A separate instance, so that invalid input does not show in the page's header.
    user = User.objects.get(pk=current_user(request).pk)
    stored = profile_values(user)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=user)
    form.guard(profile_row(user), stored)
    if form.is_valid() and _store(user, form):
        language = user.language
        with override(language):
            messages.success(request, _("Akun Anda tersimpan."))
        response = redirect("account")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            path=settings.LANGUAGE_COOKIE_PATH,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=cast(Literal["Lax"], settings.LANGUAGE_COOKIE_SAMESITE),
        )
        return response
    context = {
        "form": form,
        "consents": latest_consents(user),
        "phone": masked_number(current_phone(user)),
    }
    return render(request, "akun/profil.html", context, status=status_of_form(form))


def _store(user: User, form: ProfileForm) -> bool:
    """Store a valid form; return False when it is to be shown again with what changed meanwhile."""
    name, language = form.cleaned_data["name"], form.cleaned_data["language"]
    try:
        update_profile(user, name=name, language=language, shown=form.shown)
    except ChangedMeanwhile as error:
        form.explain(error.merge, changed_by(user, error.merge.conflicts))
        return False
    return True


@login_required
@require_POST
def change_consent(request: HttpRequest, purpose: str) -> HttpResponse:
    """Withdraw a consent or give it again, as `answer` in the form says: withdraw or give."""
    user = current_user(request)
    latest = {consent.text.purpose: consent for consent in latest_consents(user)}
    if purpose not in ConsentPurpose or purpose not in latest:
        raise Http404
    language = get_language() or user.language
    if request.POST.get("answer") == "give":
        record_consent(user, purpose=purpose, channel="web", language=language)
        messages.success(request, _("Persetujuan Anda tercatat."))
    else:
        withdraw_consent(user, purpose=purpose, channel="web", language=language)
        messages.success(
            request,
            _("Persetujuan ditarik. Pemrosesan dihentikan paling lambat 3 x 24 jam."),
        )
    return redirect("account")
