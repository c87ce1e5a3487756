"""The owner's page on which they state what changed in a permit."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.shared.current_user import current_user
from common.errors import Conflict, InvalidInput, NotFound
from common.web.fields import DayField
from common.web.form_errors import show_errors
from common.web.guarded_forms import GuardedForm
from common.web.refusals import refusals_as_pages
from permits.enums import Particular
from permits.models import Permit
from permits.policies.status_table import IN_FORCE
from permits.selectors.changes import open_change, own_permit
from permits.services.variation import MAX_VALUE, state_change
from programs.selectors.scheme_names import scheme_name


class ChangeForm(GuardedForm):
    """Which particular changed, what it is now, since when, and why."""

    particular = forms.ChoiceField(
        label=gettext_lazy("Apa yang berubah?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih yang berubah.")},
    )
    value = forms.CharField(
        label=gettext_lazy("Menjadi apa?"),
        max_length=MAX_VALUE,
        error_messages={"required": gettext_lazy("Tulis yang baru.")},
    )
    since = DayField(
        label=gettext_lazy("Sejak tanggal berapa?"),
        error_messages={"required": gettext_lazy("Isi tanggalnya.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Mengapa berubah?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Tulis alasannya.")},
    )

    def __init__(self, permit: Permit, *sent: object) -> None:
        super().__init__(*sent)  # type: ignore[arg-type]
        self.fields["particular"].choices = [  # type: ignore[attr-defined]
            (value, capfirst(str(label)))
            for value, label in Particular.choices
            if not permit.issued_here or value != Particular.PRODUCT
        ]


@login_required
@refusals_as_pages
@require_http_methods(["GET", "HEAD", "POST"])
def change_page(request: HttpRequest, enterprise_id: int, permit_id: int) -> HttpResponse:
    """Ask for the change, and state it."""
    try:
        permit = own_permit(current_user(request), enterprise_id, permit_id)
    except NotFound as error:
        raise Http404 from error
    if permit.application_id is None or permit.status not in IN_FORCE or open_change(permit):
        messages.info(request, _("Perubahan izin ini tidak dapat dinyatakan sekarang."))
        return redirect("enterprise-permits", enterprise_id)
    is_sent = request.method == "POST"
    form = ChangeForm(permit, request.POST) if is_sent else ChangeForm(permit)
    form.guard(f"permit_change:{permit.pk}", {"status": permit.status})
    if is_sent and form.is_valid() and _state(request, permit, form):
        messages.success(request, _("Perubahan tersampaikan kepada dinas."))
        return redirect("enterprise-permits", enterprise_id)
    context = {
        "permit": permit,
        "enterprise": permit.enterprise,
        "kind": scheme_name(permit.kind),
        "form": form,
    }
    return render(request, "permits/change.html", context, status=400 if is_sent else 200)


def _state(request: HttpRequest, permit: Permit, form: ChangeForm) -> bool:
    try:
        state_change(current_user(request), permit.pk, **form.cleaned_data)
    except InvalidInput as error:
        show_errors(form, error)
        return False
    except Conflict as error:
        show_errors(form, error)
        return False
    return True
