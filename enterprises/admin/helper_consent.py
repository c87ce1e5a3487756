"""Owners' consents to helpers: an official reads a form and accepts or refuses it."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from accounts.shared.admin import ReadOnlyAdmin
from accounts.shared.current_user import current_user
from common.admin.date_range import date_range
from common.admin.page import back_to_list, backoffice_page
from enterprises.admin.evidence import consent_form_file
from enterprises.admin.filters import ClaimRegencyFilter, ConsentStateFilter
from enterprises.admin.helper_consent_page import JudgementForm, consent_context, judge
from enterprises.enums import ConsentState
from enterprises.models import HelperConsent
from enterprises.permissions import decides_claims, may_judge_consent
from enterprises.selectors.helper_consents import RELATED, consents_in_scope, search_consents


@admin.register(HelperConsent)
class HelperConsentAdmin(ReadOnlyAdmin):
    """The consents within the official's scope: forms that wait, the oldest first, unless asked."""

    list_display = ("enterprise_name", "regency_name", "owner_name", "helper_name", "way", "state")
    list_filter = (ConsentStateFilter, ClaimRegencyFilter, date_range("asked_at", _("diminta")))
    list_select_related = RELATED
    ordering = ("id",)
    search_fields = ("enterprise_name",)
    word_fields = ("enterprise_name",)
    search_help_text = _("Nama usaha, pemilik atau pendamping")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: HelperConsent | None = None) -> bool:
        user = current_user(request)
        return user.is_superuser or decides_claims(user)

    def has_change_permission(self, request: HttpRequest, obj: HelperConsent | None = None) -> bool:
        return (
            obj is not None
            and obj.state in (ConsentState.WAITING, ConsentState.GIVEN)
            and may_judge_consent(current_user(request), obj)
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[HelperConsent]:
        return consents_in_scope(current_user(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[HelperConsent], search_term: str
    ) -> tuple[QuerySet[HelperConsent], bool]:
        return search_consents(queryset, search_term), False

    def get_urls(self) -> list[URLPattern]:
        form = self.admin_site.admin_view(self.form_view)
        return [
            path("<int:consent_id>/formulir/", form, name="enterprises_helperconsent_form"),
            *super().get_urls(),
        ]

    def form_view(self, request: HttpRequest, consent_id: int) -> HttpResponseBase:
        """Send the signed form to the official who judges it; the log says who read it."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        if not self.has_view_permission(request):
            raise PermissionDenied
        consent = self.get_queryset(request).filter(pk=consent_id).first()
        if consent is None or consent.evidence is None:
            raise Http404
        if not may_judge_consent(current_user(request), consent):
            raise PermissionDenied
        return consent_form_file(current_user(request), consent, consent.evidence)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a consent; POST accepts or refuses its form, or ends it for an owner who asks."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        consent = self.get_object(request, unquote(object_id))
        if consent is None and request.method == "POST":
            raise PermissionDenied
        if consent is None:
            return back_to_list(request, self.model)
        may_judge = self.has_change_permission(request, consent)
        form = JudgementForm(consent, request.POST if request.method == "POST" else None)
        if form.is_bound:
            if not may_judge_consent(current_user(request), consent):
                raise PermissionDenied
            if (answer := judge(request, consent, form)) is not None:
                return answer
        status = 400 if form.errors and not form.picked else 200
        context = {
            **self.admin_site.each_context(request),
            **consent_context(current_user(request), consent, form),
            "may_judge": may_judge,
        }
        return backoffice_page(request, "admin/backoffice/helper_consent.html", context, status)

    @admin.display(description=_("kabupaten/kota"))
    def regency_name(self, item: HelperConsent) -> str:
        return str(item.enterprise.regency)
