"""The steps that bring an edition into force: draft the next one, check it, publish it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from common.errors import Conflict, DomainError, NotFound, NotPermitted
from common.formats import date_long
from programs.messages.faults import fault_message
from programs.models import Edition
from programs.selectors.editions import edition_for, faults
from programs.services.editions import draft_successor, publish


class SuccessorForm(forms.Form):
    """Code, first day and regulation of the next edition."""

    code = forms.SlugField(label=gettext_lazy("Kode versi"), max_length=20)
    valid_from = forms.DateField(
        label=gettext_lazy("Berlaku sejak"), widget=forms.DateInput(attrs={"type": "date"})
    )
    legal_basis = forms.CharField(label=gettext_lazy("Dasar hukum"), max_length=200)


@require_http_methods(["GET", "HEAD", "POST"])
def successor_page(request: HttpRequest, edition_id: int, context: dict[str, Any]) -> HttpResponse:
    """Ask for code, first day and regulation, and create the draft."""
    edition = _edition(request, edition_id)
    initial = {"legal_basis": edition.legal_basis}
    form = SuccessorForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            draft = draft_successor(current_user(request), edition, **form.cleaned_data)
            return redirect("admin:programs_edition_change", draft.pk)
        except Conflict as error:
            form.add_error("code", error.message)
    title = _("Versi berikutnya: %(scheme)s") % {"scheme": edition.scheme.name}
    context = {**context, "title": title, "edition": edition, "form": form}
    return backoffice_page(request, "admin/backoffice/edition_next.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def publish_page(request: HttpRequest, edition_id: int, context: dict[str, Any]) -> HttpResponse:
    """Show every fault of the draft; without any, the button that publishes."""
    edition = _edition(request, edition_id)
    if edition.is_published:
        return redirect("admin:programs_edition_change", edition.pk)
    if request.method == "POST":
        try:
            publish(current_user(request), edition.pk)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            day = date_long(edition.valid_from)
            messages.success(request, _("Diterbitkan; berlaku sejak %(day)s.") % {"day": day})
            return redirect("admin:programs_edition_change", edition.pk)
    found = faults(edition)
    context = {
        **context,
        "title": _("Periksa: %(scheme)s %(code)s")
        % {"scheme": edition.scheme.name, "code": edition.code},
        "edition": edition,
        "faults": [fault_message(fault) for fault in found if not fault.is_note],
        "notes": [fault_message(fault) for fault in found if fault.is_note],
    }
    return backoffice_page(request, "admin/backoffice/edition_check.html", context)


def _edition(request: HttpRequest, edition_id: int) -> Edition:
    try:
        return edition_for(current_user(request), edition_id)
    except NotPermitted as error:
        raise PermissionDenied from error
    except NotFound as error:
        raise Http404 from error
