"""Claims that the NIK did not decide: an official accepts or refuses, with a reason."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.shared.admin import ReadOnlyAdmin
from accounts.shared.current_user import current_user
from common.errors import DomainError
from common.formats import date_short
from enterprises.enums import ClaimState
from enterprises.models import Claim
from enterprises.permissions import decides_claims, may_decide_claim
from enterprises.selectors.claims import RELATED, claims_in_scope, search_claims
from enterprises.services.claims import MIN_REASON, decide_claim

ACCEPT = "accept"
REFUSE = "refuse"


class DecisionForm(forms.ModelForm):  # type: ignore[type-arg]
    """The decision on a claim and its reason, which the claimant reads."""

    decision = forms.ChoiceField(
        label=_("keputusan"),
        choices=[(ACCEPT, _("Terima: jadikan pelaku usaha")), (REFUSE, _("Tolak"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("alasan"),
        help_text=_("Dibaca oleh pemohon."),
        min_length=MIN_REASON,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Claim
        fields = ("reason",)


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    """The queue of claims within the official's scope, the oldest first."""

    form = DecisionForm
    list_display = ("enterprise_name", "nib", "regency_name", "claimant", "claimed_on", "state")
    list_filter = ("state",)
    list_select_related = RELATED
    ordering = ("id",)
    search_fields = ("enterprise__nib",)
    word_fields = ("enterprise__name",)
    search_help_text = _("Cari nama usaha atau NIB (13 angka)")
    always_readonly = (
        "enterprise_link",
        "nib",
        "regency_name",
        "claimant",
        "claimant_email",
        "claimed_on",
        "matched_nik",
        "state",
    )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Claim | None = None) -> bool:
        user = current_user(request)
        return user.is_superuser or decides_claims(user)

    def has_change_permission(self, request: HttpRequest, obj: Claim | None = None) -> bool:
        return (
            obj is not None
            and obj.state == ClaimState.PENDING
            and may_decide_claim(current_user(request), obj)
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        return claims_in_scope(current_user(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Claim], search_term: str
    ) -> tuple[QuerySet[Claim], bool]:
        return search_claims(queryset, search_term), False

    def get_readonly_fields(
        self, request: HttpRequest, obj: Claim | None = None
    ) -> tuple[str, ...]:
        if obj is not None and self.has_change_permission(request, obj):
            return self.always_readonly
        return (*self.always_readonly, "reason", "decided_by", "decided_at")

    def get_fieldsets(self, request: HttpRequest, obj: Claim | None = None) -> Any:
        if obj is not None and self.has_change_permission(request, obj):
            return (
                (None, {"fields": self.always_readonly}),
                (_("Keputusan"), {"fields": ("decision", "reason")}),
            )
        return ((None, {"fields": (*self.always_readonly, "reason", "decided_by", "decided_at")}),)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        only_save = {"show_save_and_continue": False, "show_save_and_add_another": False}
        try:
            return super().changeform_view(  # type: ignore[no-any-return]
                request, object_id, form_url, {**only_save, **(extra_context or {})}
            )
        except DomainError as error:
            messages.error(request, error.message)
            return HttpResponseRedirect(request.path)

    def save_model(self, request: HttpRequest, obj: Claim, form: Any, change: bool) -> None:
        accept = form.cleaned_data["decision"] == ACCEPT
        decide_claim(
            current_user(request), obj, accept=accept, reason=str(form.cleaned_data["reason"])
        )

    @admin.display(description=_("usaha"))
    def enterprise_name(self, item: Claim) -> str:
        return item.enterprise.name

    @admin.display(description=_("usaha"))
    def enterprise_link(self, item: Claim) -> SafeString:
        address = reverse("admin:enterprises_enterprise_change", args=[item.enterprise_id])
        return format_html('<a href="{}">{}</a>', address, item.enterprise.name)

    @admin.display(description="NIB")
    def nib(self, item: Claim) -> str:
        return item.enterprise.nib

    @admin.display(description=_("kabupaten/kota"))
    def regency_name(self, item: Claim) -> str:
        return str(item.enterprise.regency)

    @admin.display(description=_("pemohon"))
    def claimant(self, item: Claim) -> str:
        return item.user.get_full_name()

    @admin.display(description=_("surel pemohon"))
    def claimant_email(self, item: Claim) -> str:
        return item.user.email or "–"

    @admin.display(description=_("diajukan pada"))
    def claimed_on(self, item: Claim) -> str:
        return date_short(item.created_at)
