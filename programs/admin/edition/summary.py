"""The version itself: its dates, its regulation, and the form that changes them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from common.errors import Conflict, InvalidInput
from common.web.fields import DayField
from common.web.form_errors import show_errors
from programs.admin.edition.access import edition_of, turn_away
from programs.admin.edition.comparison import describe_edition
from programs.admin.edition.frame import SUMMARY, draft_context
from programs.admin.edition.row_view import VERSION
from programs.kinds.registry import outcome_type_of
from programs.models import Edition
from programs.policies.edition_changes import differences_of
from programs.selectors.edition_rows import version_of, with_rows
from programs.services.edition_rows import save_edition
from programs.shared.editor.row_form import EditorForm

_DAYS = ("valid_from", "valid_to", "opens_on", "closes_on")


class EditionForm(EditorForm):
    """Dates and regulation of a draft."""

    layout = (
        (gettext_lazy("Versi"), ("code", "legal_basis", "rows_follow")),
        (gettext_lazy("Masa berlaku"), (("valid_from", "valid_to"),)),
        (gettext_lazy("Masa pendaftaran, bila dibatasi"), (("opens_on", "closes_on"),)),
        (gettext_lazy("Menunggu perbaikan pemohon"), ("correction_days",)),
        (gettext_lazy("Bila dinas terlambat"), ("deemed_approval",)),
        (gettext_lazy("Dinas yang memeriksa"), ("authority",)),
        (gettext_lazy("Sesudah keputusan"), ("partner_follows",)),
    )
    rows_follow = forms.BooleanField(
        label=gettext_lazy("Ganti juga pada baris yang memakai dasar hukum semula"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Baris itu menjadi belum diverifikasi sampai naskahnya dibaca."),
    )

    class Meta:
        model = Edition
        fields = (
            "code",
            "legal_basis",
            *_DAYS,
            "correction_days",
            "deemed_approval",
            "authority",
            "partner_follows",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scheme = self.instance.scheme
        outcome = outcome_type_of(scheme.kind, scheme.outcome)
        if not outcome.is_own_letter and not self.instance.deemed_approval:
            # What a bank, a jury or another agency decides can never be approved by silence.
            del self.fields["deemed_approval"]
        for name in _DAYS:
            field = self.fields[name]
            self.fields[name] = DayField(label=field.label, required=name == "valid_from")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last, opens, closes = (cleaned.get(name) for name in _DAYS)
        if first and last and last < first:
            self.add_error("valid_to", _("Hari terakhir sebelum hari pertama."))
        if closes and not opens and "opens_on" not in self.errors:
            self.add_error("opens_on", _("Tulis juga sejak kapan permohonan diterima."))
        if closes and opens and closes < opens:
            self.add_error("closes_on", _("Hari terakhir sebelum hari pertama."))
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
def summary_page(request: HttpRequest, context: dict[str, Any], edition_id: int) -> HttpResponse:
    """Change the dates and the regulation of a draft."""
    edition = edition_of(request, edition_id)
    if away := turn_away(request, edition):
        return away
    stored_version = version_of(edition)
    version = request.POST.get(VERSION, "") if request.method == "POST" else stored_version
    shared = draft_context(with_rows(edition), SUMMARY)
    sent = request.POST if request.method == "POST" else None
    before, conflict = describe_edition(edition), ""
    form = EditionForm(sent, instance=edition)
    if sent is not None and form.is_valid():
        try:
            return _save(request, form, version)
        except Conflict as error:
            if error.code == "edition_exists":
                form.add_error("code", error.message)
            else:
                conflict, version = error.message, stored_version
        except InvalidInput as error:
            show_errors(form, error)
    page = {
        **shared,
        "title": _("Ubah ringkasan"),
        "form": form,
        "version": version,
        "conflict": conflict,
        "changed_since": differences_of(before, describe_edition(edition)) if conflict else (),
        "action": request.path,
    }
    status = 409 if conflict else 200
    return backoffice_page(
        request, "admin/backoffice/edition_row.html", {**context, **page}, status=status
    )


def _save(request: HttpRequest, form: EditionForm, version: str) -> HttpResponse:
    edition: Edition = form.instance
    follows = bool(form.cleaned_data["rows_follow"])
    moved = save_edition(current_user(request), edition, version=version, rows_follow=follows)
    fields = [str(form.fields[name].label) for name in form.changed_data]
    log = [{"changed": {"fields": fields}}]
    admin.site.get_model_admin(Edition).log_change(request, edition, log)
    messages.success(request, _("Ringkasan tersimpan."))
    if moved:
        text = _("%(count)s baris kini memakai dasar hukum yang baru dan belum diverifikasi.")
        messages.info(request, text % {"count": moved})
    return redirect("admin:programs_edition_change", edition.pk)
