"""The steps that bring an edition into force: draft the next one, check it, publish it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from common.errors import Conflict, DomainError, InvalidInput
from common.text.formats import date_long
from common.web.fields import DayField
from programs.admin.edition.access import edition_of
from programs.admin.edition.comparison import comparison_of
from programs.admin.edition.frame import CHECK, draft_context
from programs.admin.edition.log import log_beginning
from programs.selectors.edition_rows import with_rows
from programs.services.editions import draft_successor, publish


class SuccessorForm(forms.Form):
    """Code, first day and regulation of the next edition."""

    code = forms.SlugField(label=gettext_lazy("Kode versi"), max_length=20)
    valid_from = DayField(label=gettext_lazy("Berlaku sejak"))
    legal_basis = forms.CharField(label=gettext_lazy("Dasar hukum"), max_length=200)


@require_http_methods(["GET", "HEAD", "POST"])
def successor_page(request: HttpRequest, context: dict[str, Any], edition_id: int) -> HttpResponse:
    """Ask for code, first day and regulation, and create the draft."""
    edition = edition_of(request, edition_id)
    initial = {"legal_basis": edition.legal_basis}
    form = SuccessorForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            draft = draft_successor(current_user(request), edition, **form.cleaned_data)
            log_beginning(request, draft)
            return redirect("admin:programs_edition_change", draft.pk)
        except Conflict as error:
            form.add_error("code", error.message)
        except InvalidInput as error:
            form.add_error("valid_from", error.message)
    title = _("Versi berikutnya: %(scheme)s") % {"scheme": edition.scheme.name}
    context = {**context, "title": title, "edition": edition, "form": form}
    return backoffice_page(request, "admin/backoffice/edition_next.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def publish_page(request: HttpRequest, context: dict[str, Any], edition_id: int) -> HttpResponse:
    """Show every fault of the draft and what it changes; without faults, the publishing button."""
    edition = edition_of(request, edition_id)
    if edition.is_published:
        return redirect("admin:programs_edition_change", edition.pk)
    if request.method == "POST":
        try:
            publish(current_user(request), edition.pk)
        except DomainError as error:
            messages.error(request, error.message)
            if error.code == "draft_gone":
                return redirect("admin:programs_edition_changelist")
        else:
            day = date_long(edition.valid_from)
            messages.success(request, _("Diterbitkan; berlaku sejak %(day)s.") % {"day": day})
            return redirect("admin:programs_edition_change", edition.pk)
    page = {
        **draft_context(with_rows(edition), CHECK),
        "title": _("Periksa dan terbitkan"),
        "comparison": comparison_of(edition),
    }
    return backoffice_page(request, "admin/backoffice/edition_check.html", {**context, **page})
