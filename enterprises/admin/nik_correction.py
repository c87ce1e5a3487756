"""The page on which an official corrects the NIK of an enterprise."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from common.errors import DomainError, TooManyRequests
from common.web.form_errors import show_errors
from common.web.refusals import too_many
from enterprises.models import Enterprise
from enterprises.services.nik_correction import MAX_REASON, correct_nik

_TYPED = 40


class NikForm(forms.Form):
    """The right number, and what was examined."""

    nik = forms.CharField(
        label=gettext_lazy("NIK yang benar"),
        help_text=gettext_lazy("16 angka, salin dari KTP asli. Tidak ditulis di catatan mana pun."),
        max_length=_TYPED,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Isi NIK menurut KTP.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Apa yang Anda periksa. Jangan menulis NIK di sini."),
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Tulis apa yang Anda periksa.")},
    )


@sensitive_variables("form")
@sensitive_post_parameters("nik")
def correction_page(
    request: HttpRequest, context: dict[str, object], enterprise: Enterprise
) -> HttpResponse:
    """Ask for the right NIK and replace it; the number typed is never shown again."""
    form = NikForm(request.POST if request.method == "POST" else None)
    status = 400 if form.is_bound else 200
    refused: DomainError | None = None
    if form.is_valid():
        try:
            correct_nik(
                current_user(request),
                enterprise,
                nik=form.cleaned_data["nik"],
                reason=form.cleaned_data["reason"],
            )
        except DomainError as error:
            show_errors(form, error)
            status, refused = error.status, error
        else:
            messages.success(request, _("NIK diperbaiki; pengelola usaha diberi tahu."))
            address = reverse("admin:enterprises_enterprise_change", args=[enterprise.pk])
            return HttpResponseRedirect(address)
    shown = {"title": _("Perbaiki NIK"), "enterprise": enterprise, "form": form}
    template = "admin/backoffice/nik_correction.html"
    answer = backoffice_page(request, template, {**context, **shown}, status)
    return too_many(answer, refused) if isinstance(refused, TooManyRequests) else answer
