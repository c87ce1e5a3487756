"""Claims that the NIK did not decide: an official accepts or refuses, with a reason."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.shared.admin import ReadOnlyAdmin
from accounts.shared.current_user import current_user
from common.admin.date_range import date_range
from common.admin.export import ExportColumn, ExportsList
from common.admin.page import back_to_list, backoffice_page
from common.dates import clock
from common.text.formats import mask_email
from enterprises.admin.claim_page import (
    DecisionForm,
    already_decided,
    claim_context,
    decide,
)
from enterprises.admin.evidence import evidence_file
from enterprises.admin.filters import ClaimRegencyFilter, ClaimStateFilter
from enterprises.enums import ClaimState
from enterprises.models import Claim
from enterprises.permissions import decides_claims, may_decide_claim
from enterprises.selectors.claims import RELATED, claims_in_scope, search_claims, with_is_open


@admin.register(Claim)
class ClaimAdmin(ExportsList, ReadOnlyAdmin):
    """The claims within the official's scope: the open ones, the oldest first, unless asked."""

    list_display = ("enterprise_name", "nib", "regency_name", "claimant", "created_at", "state")
    list_filter = (
        ClaimStateFilter,
        ClaimRegencyFilter,
        date_range("created_at", _("diajukan")),
    )
    list_select_related = RELATED
    ordering = ("id",)
    search_fields = ("enterprise__nib",)
    word_fields = ("enterprise__name",)
    search_help_text = _("Nama usaha, awal NIB (6 angka), nama atau email pemohon")
    export_name = "klaim-usaha"
    export_columns = (
        ExportColumn(_("usaha"), lambda row: row.enterprise.name),
        ExportColumn("NIB", lambda row: row.enterprise.nib or gettext("Belum ada")),
        ExportColumn(_("kabupaten/kota"), lambda row: str(row.enterprise.regency)),
        ExportColumn(_("pemohon"), lambda row: row.user.name),
        ExportColumn(_("email pemohon"), lambda row: mask_email(row.user.email or "")),
        ExportColumn(_("diajukan pada"), lambda row: clock.local_date(row.created_at)),
        ExportColumn(_("keadaan"), lambda row: str(row.get_state_display())),
        ExportColumn(_("alasan"), lambda row: row.reason),
        ExportColumn(
            _("diputuskan pada"),
            lambda row: clock.local_date(row.decided_at) if row.decided_at else None,
        ),
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
        return with_is_open(claims_in_scope(current_user(request)))

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Return the order of the chosen state: open ones in turn, decided ones newest first."""
        state = request.GET.get(ClaimStateFilter.parameter_name, "")
        if state in (ClaimState.ACCEPTED, ClaimState.REFUSED):
            return ("-id",)
        is_mixed = state == ClaimStateFilter.ALL or request.GET.get(SEARCH_VAR, "").strip()
        if is_mixed and state != ClaimState.PENDING:
            return ("-is_open", "-id")
        return ("id",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Claim], search_term: str
    ) -> tuple[QuerySet[Claim], bool]:
        return search_claims(queryset, search_term), False

    def get_urls(self) -> list[URLPattern]:
        evidence = self.admin_site.admin_view(self.evidence_view)
        return [
            path("<int:claim_id>/bukti/", evidence, name="enterprises_claim_evidence"),
            *super().get_urls(),
        ]

    def evidence_view(self, request: HttpRequest, claim_id: int) -> HttpResponseBase:
        """Send the minutes or the statement of heirs to the decider; the log says who read it."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        if not self.has_view_permission(request):
            raise PermissionDenied
        claim = self.get_queryset(request).filter(pk=claim_id).first()
        if claim is None or claim.evidence is None:
            raise Http404
        if not may_decide_claim(current_user(request), claim):
            raise PermissionDenied
        return evidence_file(current_user(request), claim, claim.evidence)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a claim with its evidence; POST decides it, or puts a ready reason into the form."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        claim = self.get_object(request, unquote(object_id))
        if claim is None and request.method == "POST":
            raise PermissionDenied
        if claim is None:
            return back_to_list(request, self.model)
        may_decide = self.has_change_permission(request, claim)
        form = DecisionForm(request.POST if request.method == "POST" else None)
        status = 200
        if form.is_bound:
            if not may_decide:
                if not may_decide_claim(current_user(request), claim):
                    raise PermissionDenied
                # Someone decided it after the page was opened, perhaps the same person elsewhere.
                messages.error(request, already_decided(claim))
                status, form = 409, DecisionForm()
            elif (answer := decide(request, claim, form)) is not None:
                return answer
        context = {
            **self.admin_site.each_context(request),
            **claim_context(current_user(request), claim, form),
            "may_decide": may_decide,
        }
        return backoffice_page(
            request, "admin/backoffice/claim.html", context, form.fault or status
        )

    @admin.display(description=_("usaha"))
    def enterprise_name(self, item: Claim) -> str:
        return item.enterprise.name

    @admin.display(description="NIB")
    def nib(self, item: Claim) -> str:
        return item.enterprise.nib or gettext("Belum ada")

    @admin.display(description=_("kabupaten/kota"))
    def regency_name(self, item: Claim) -> str:
        return str(item.enterprise.regency)

    @admin.display(description=_("pemohon"))
    def claimant(self, item: Claim) -> str:
        return item.user.get_full_name()
