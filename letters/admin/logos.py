"""The logos in the heads of letters: a list of offices, and one office's own page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Agency, User
from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from common.errors import REFUSED_FILE, InvalidInput
from common.lists.paging import keyset_page
from common.web.refusals import refused_file
from letters.permissions import may_set_logos
from letters.selectors.logos import image_of, logo_id_of, offices_with_logos
from letters.services.logos import remove_logo, set_logo

PAGE = 50


class LogoForm(forms.Form):
    """The picture."""

    file = forms.FileField(
        label=gettext_lazy("Logo (PNG atau JPEG)"),
        help_text=gettext_lazy("Dicetak setinggi 2 cm; sesudah dibersihkan paling besar 100 KB."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        error_messages={"required": gettext_lazy("Pilih gambarnya.")},
    )


@require_safe
def logos_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """List the offices whose letterhead the person sets; a single one is opened at once."""
    offices = offices_with_logos(_setter(request))
    try:
        page = keyset_page(offices, order=("name", "pk"), cursor=request.GET.get("hal"), size=PAGE)
    except InvalidInput:
        return redirect("admin:letters_logos")
    if len(page.items) == 1 and not page.next and not page.previous:
        return redirect("admin:letters_logo", agency_id=page.items[0].pk)
    shown = {
        "title": _("Logo kop surat"),
        "offices": [
            (each.name, reverse("admin:letters_logo", args=[each.pk])) for each in page.items
        ],
        "next_url": f"?hal={page.next}" if page.next else "",
        "previous_url": f"?hal={page.previous}" if page.previous else "",
    }
    return backoffice_page(request, "admin/letters/logos.html", {**context, **shown})


@require_http_methods(["GET", "HEAD", "POST"])
def logo_page(request: HttpRequest, context: dict[str, Any], agency_id: int) -> HttpResponse:
    """Show the logo of an office; upload another, or remove it."""
    user = _setter(request)
    office = _office(user, agency_id)
    here = HttpResponseRedirect(reverse("admin:letters_logo", args=[office.pk]))
    if request.method == "POST" and "hapus" in request.POST:
        remove_logo(user, office.pk)
        messages.success(request, _("Kop surat kini tanpa logo."))
        return here
    sent = request.method == "POST"
    form = LogoForm(request.POST, request.FILES) if sent else LogoForm()
    refused = None
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            set_logo(user, office.pk, upload=file, filename=file.name)
        except InvalidInput as error:
            form.add_error("file", error.message)
        except REFUSED_FILE as error:
            form.add_error("file", error.message)
            refused = error
        else:
            messages.success(request, _("Logo tersimpan; surat berikutnya memakainya."))
            return here
    page = {
        "title": _("Logo kop surat"),
        "office": office,
        "form": form,
        "has_logo": logo_id_of(office.pk) is not None,
    }
    status = 400 if sent else 200
    answer = backoffice_page(request, "admin/letters/logo.html", {**context, **page}, status)
    return answer if refused is None else refused_file(answer, refused)


@require_safe
def logo_picture(request: HttpRequest, context: dict[str, Any], agency_id: int) -> HttpResponse:
    """Send the logo of an office; 404 where it has none."""
    office = _office(_setter(request), agency_id)
    logo_id = logo_id_of(office.pk)
    if logo_id is None:
        raise Http404
    image, media_type = image_of(logo_id)
    response = HttpResponse(image, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _setter(request: HttpRequest) -> User:
    user = current_user(request)
    if not may_set_logos(user):
        raise PermissionDenied
    return user


def _office(user: User, agency_id: int) -> Agency:
    office = offices_with_logos(user).filter(pk=agency_id).first()
    if office is None:
        raise Http404
    return office
