"""API keys: the list, issuing one, which is shown once, and revoking one."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.admin.person_field import PersonField
from accounts.models import ApiToken, User
from accounts.services.tokens import (
    DEFAULT_DAYS,
    MOST_DAYS,
    MOST_LABEL,
    end_after,
    issue_token,
    revoke_token,
)
from accounts.shared.current_user import current_user
from accounts.shared.fresh_proof import ask_again
from common.admin.base import ImmutableAdmin
from common.admin.page import backoffice_page
from common.errors import DomainError
from common.web.form_errors import show_errors
from common.web.primary_keys import parse_pk


class TokenForm(forms.Form):
    """Whose key it is, what for, and for how long."""

    person = PersonField(
        label=gettext_lazy("Atas nama"),
        help_text=gettext_lazy("Email akunnya. Kunci membuka apa yang boleh dibuka akun itu."),
        widget=forms.EmailInput,
    )
    label = forms.CharField(
        label=gettext_lazy("Untuk apa"),
        help_text=gettext_lazy("Misalnya: sistem antrean Bank Contoh."),
        max_length=MOST_LABEL,
    )
    days = forms.IntegerField(
        label=gettext_lazy("Berlaku berapa hari"),
        initial=DEFAULT_DAYS,
        min_value=1,
        max_value=MOST_DAYS,
    )


@admin.register(ApiToken)
class ApiTokenAdmin(ImmutableAdmin):
    """All keys, including revoked ones; their text cannot be read here."""

    list_display = (
        "label", "user", "issuer", "created_at", "expires_at", "condition", "revoke_link",
    )  # fmt: skip
    list_select_related = ("user", "issued_by")
    ordering = ("-id",)
    search_fields = ("user__name", "user__email", "label")
    search_help_text = gettext_lazy("Cari nama, email, atau keterangan")
    fields = ("label", "user", "issuer", "created_at", "expires_at", "revoked_at")
    list_before_template = "admin/lists/issue_token.html"

    @admin.display(description=gettext_lazy("diberikan oleh"))
    def issuer(self, token: ApiToken) -> str:
        return str(token.issued_by) if token.issued_by else _("lewat server portal")

    @admin.display(description=gettext_lazy("keadaan"))
    def condition(self, token: ApiToken) -> str:
        if token.revoked_at is not None:
            return _("dicabut")
        return _("berlaku") if token.is_valid else _("sudah berakhir")

    @admin.display(description="")
    def revoke_link(self, token: ApiToken) -> str:
        if not token.is_valid:
            return ""
        address = reverse("admin:accounts_revoke_token", args=[token.pk])
        return format_html('<a href="{}">{}</a>', address, _("Cabut"))


@require_http_methods(["GET", "HEAD", "POST"])
def issue_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Issue a key, and show it this once; the administrator proves the second factor again."""
    actor = _administrator(request)
    if (again := ask_again(request)) is not None:
        return again
    form = TokenForm(request.POST if request.method == "POST" else None)
    page = {"title": _("Terbitkan kunci API"), "form": form}
    status = 200
    if form.is_valid():
        data = form.cleaned_data
        try:
            plain, token = issue_token(
                data["person"], data["label"], expires_at=end_after(data["days"]), by=actor
            )
        except DomainError as error:
            show_errors(form, error)
        else:
            page |= {"plain": plain, "token": token}
    if form.is_bound and "plain" not in page:
        status = 400
    answer = backoffice_page(request, "admin/backoffice/token.html", {**context, **page}, status)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def revoke_page(request: HttpRequest, context: dict[str, Any], token_id: int) -> HttpResponse:
    """Ask whether to revoke a key, and revoke it."""
    actor = _administrator(request)
    token = get_object_or_404(ApiToken.objects.select_related("user"), pk=parse_pk(str(token_id)))
    back = reverse("admin:accounts_apitoken_changelist")
    if request.method == "POST":
        revoke_token(token, by=actor)
        messages.success(request, _("Kunci API dicabut."))
        return HttpResponseRedirect(back)
    page = {"title": _("Cabut kunci API"), "token": token, "back": back}
    return backoffice_page(request, "admin/backoffice/token_revoke.html", {**context, **page})


def _administrator(request: HttpRequest) -> User:
    actor = current_user(request)
    if not actor.has_perm("accounts.add_apitoken"):
        raise PermissionDenied
    return actor
