"""Applications in the admin: the list of everything in scope, and the page of one file."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from common.admin_paging import CappedPaginator
from common.errors import Conflict, DomainError, InvalidInput, NotFound
from common.formats import date_short, rupiah
from common.identity import IdentityError, check_nib
from programs.admin.casefile import casefile, whole
from programs.admin.filters import (
    OverdueFilter,
    RegencyFilter,
    SchemeFilter,
    StageFilter,
    StateFilter,
)
from programs.admin.handling import explain_change, handle, typed_in
from programs.admin.officials import ReadOnlyAdmin, official
from programs.admin.pages import desk_page
from programs.enums import QUEUE_STATES
from programs.models import Application
from programs.permissions import stage_at_work
from programs.selectors.queue import in_scope
from programs.selectors.words import word_of

MIN_NAME = 3
MAX_SEARCH = 100


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    """Files within agency × region; whatever moves one goes through the transitions."""

    list_display = (
        "number",
        "enterprise_name",
        "scheme_name",
        "standing",
        "regency_name",
        "amount",
        "due",
        "sent",
        "holder",
    )
    list_filter = (StateFilter, StageFilter, SchemeFilter, RegencyFilter, OverdueFilter)
    list_filter_submit = False
    search_fields = ("number",)
    search_help_text = _("Cari nomor pengajuan, NIB, atau nama usaha")
    list_select_related = ("scheme", "edition", "enterprise", "regency", "stage", "claimed_by")
    paginator = CappedPaginator
    ordering = ("-id",)
    sortable_by = ()
    list_fullwidth = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        return in_scope(official(request)).prefetch_related(
            "edition__stages", "edition__outcome_words"
        )

    def has_view_permission(self, request: HttpRequest, obj: Application | None = None) -> bool:
        allowed = super().has_view_permission(request, obj)
        return allowed and (obj is None or in_scope(official(request)).filter(pk=obj.pk).exists())

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Application], search_term: str
    ) -> tuple[QuerySet[Application], bool]:
        return found_by(queryset, search_term), False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        user = official(request)
        application = self._opened(request, object_id)
        status, typed = 200, None
        if request.method == "POST":
            typed = typed_in(request)
            if not request.POST.get("pick"):
                try:
                    return handle(request, user, application)
                except NotFound as error:
                    raise Http404 from error
                except DomainError as error:
                    status = error.status
                    application = self._opened(request, object_id)
                    _explain(request, error, application)
        context = {
            **self.admin_site.each_context(request),
            **casefile(user, application, request.GET, typed),
        }
        return desk_page(request, "admin/desk/file.html", context, status)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The history is part of the file's page."""
        address = reverse("admin:programs_application_change", args=[object_id])
        return HttpResponseRedirect(f"{address}#riwayat")

    def _opened(self, request: HttpRequest, object_id: str) -> Application:
        """The file with its edition; Http404 when it is out of scope or no number at all."""
        if not object_id.isascii() or not object_id.isdigit() or len(object_id) > 18:
            raise Http404
        files = whole(in_scope(official(request))).select_related(
            *self.list_select_related, "created_by", "recommended_by", "decided_by"
        )
        found = files.filter(pk=int(object_id)).first()
        if found is None:
            raise Http404
        return found

    @admin.display(description=_("usaha"))
    def enterprise_name(self, item: Application) -> str:
        return item.enterprise.name

    @admin.display(description=_("skema"))
    def scheme_name(self, item: Application) -> str:
        return item.scheme.name

    @admin.display(description=_("keadaan dan tahap"))
    def standing(self, item: Application) -> str:
        word = word_of(item.edition, item.state)
        stage = stage_at_work(item) if item.state in QUEUE_STATES else None
        return f"{word} · {stage.name}" if stage else word

    @admin.display(description=_("kabupaten/kota"))
    def regency_name(self, item: Application) -> str:
        return str(item.regency)

    @admin.display(description=_("jumlah diminta"))
    def amount(self, item: Application) -> SafeString | str:
        if item.requested_amount is None:
            return ""
        return format_html('<span class="pu-num">{}</span>', rupiah(item.requested_amount))

    @admin.display(description=_("batas waktu"))
    def due(self, item: Application) -> str:
        return date_short(item.due_on) if item.due_on else ""

    @admin.display(description=_("dikirim"))
    def sent(self, item: Application) -> str:
        return date_short(item.submitted_at) if item.submitted_at else ""

    @admin.display(description=_("dipegang oleh"))
    def holder(self, item: Application) -> str:
        return str(item.claimed_by) if item.claimed_by else ""


def found_by(files: QuerySet[Application], text: str) -> QuerySet[Application]:
    """Narrows by number (or its beginning), NIB (13 digits) or a part of the enterprise's name.

    A part shorter than three letters finds nothing: no index could answer it.
    """
    text = text.strip().replace("\x00", "")[:MAX_SEARCH]
    if not text:
        return files
    try:
        return files.filter(enterprise__nib=check_nib(text))
    except IdentityError:
        pass
    if len(text) < MIN_NAME:
        return files.none()
    return files.filter(Q(number__startswith=text.upper()) | Q(enterprise__name__icontains=text))


def _explain(request: HttpRequest, error: DomainError, application: Application) -> None:
    for sentence in dict.fromkeys(_sentences(error)):
        messages.error(request, sentence)
    if isinstance(error, Conflict) and error.code in ("stale", "wrong_stage"):
        messages.warning(request, explain_change(application))


def _sentences(error: DomainError) -> Iterable[str]:
    if isinstance(error, InvalidInput):
        return [str(item.message) for item in error.errors]
    return [error.message]
