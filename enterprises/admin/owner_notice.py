"""Notices to owners of their helpers' acts: slips that the counter prints and hands over."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.shared.admin import ReadOnlyAdmin
from accounts.shared.current_user import current_user
from common.admin.date_range import date_range
from common.admin.page import back_to_list, backoffice_page
from common.dates import clock
from common.errors import DomainError, InvalidInput
from common.web.fields import DayField
from common.web.form_errors import show_errors
from enterprises.admin.filters import ClaimRegencyFilter, ToldFilter
from enterprises.models import OwnerNotice
from enterprises.permissions import decides_claims, may_hand_over
from enterprises.selectors.owner_notices import RELATED, notices_in_scope, search_notices
from enterprises.services.counter_endings import end_at_notice, helps_still
from enterprises.services.owner_notices import hand_over
from enterprises.services.reasons import MIN_REASON

END = "end"


class HandOverForm(forms.Form):
    """On which day the slip was handed over."""

    told_on = DayField(
        label=_("Diserahkan pada"),
        error_messages={"required": _("Isi tanggal penyerahannya.")},
    )


class EndHelpForm(forms.Form):
    """Why the owner, who came with the slip, ends the help."""

    reason = forms.CharField(
        label=_("Alasan"),
        min_length=MIN_REASON,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Tulis alasan, paling sedikit 3 huruf."),
            "min_length": _("Tulis alasan, paling sedikit 3 huruf."),
        },
    )


@admin.register(OwnerNotice)
class OwnerNoticeAdmin(ReadOnlyAdmin):
    """The notices within the official's scope: those that wait for paper, unless asked."""

    list_display = ("enterprise_name", "regency_name", "helper_name", "act", "about", "at", "told")
    list_filter = (ToldFilter, ClaimRegencyFilter, date_range("at", _("pada")))
    list_select_related = RELATED
    ordering = ("id",)
    search_fields = ("about",)
    word_fields = ("about",)
    search_help_text = _("Nama usaha atau pendamping, nomor berkas")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: OwnerNotice | None = None) -> bool:
        user = current_user(request)
        return user.is_superuser or decides_claims(user)

    def has_change_permission(self, request: HttpRequest, obj: OwnerNotice | None = None) -> bool:
        return obj is not None and not obj.way and may_hand_over(current_user(request), obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[OwnerNotice]:
        return notices_in_scope(current_user(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[OwnerNotice], search_term: str
    ) -> tuple[QuerySet[OwnerNotice], bool]:
        return search_notices(queryset, search_term), False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the slip to print; POST records the day it was handed over, or ends the help."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        notice = self.get_object(request, unquote(object_id))
        if notice is None and request.method == "POST":
            raise PermissionDenied
        if notice is None:
            return back_to_list(request, self.model)
        may_act = may_hand_over(current_user(request), notice)
        if request.method == "POST" and not may_act:
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else None
        is_end = sent is not None and END in sent
        form = HandOverForm(None if is_end else sent, initial={"told_on": clock.today()})
        end_form = EndHelpForm(sent if is_end else None)
        if is_end and end_form.is_valid():
            answer = self._ended(request, notice, end_form)
            if answer is not None:
                return answer
        if form.is_valid() and (answer := _handed_over(request, notice, form)) is not None:
            return answer
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Pemberitahuan kepada pemilik usaha"),
            "notice": notice,
            "form": form,
            "end_form": end_form,
            "may_hand_over": self.has_change_permission(request, notice),
            "may_end": may_act and helps_still(notice),
        }
        status = 400 if form.errors or end_form.errors else 200
        return backoffice_page(request, "admin/backoffice/owner_notice.html", context, status)

    def _ended(
        self, request: HttpRequest, notice: OwnerNotice, form: EndHelpForm
    ) -> HttpResponse | None:
        reason = form.cleaned_data["reason"]
        try:
            end_at_notice(current_user(request), notice.pk, reason=reason)
        except InvalidInput as error:
            form.add_error("reason", error.message)
            return None
        except DomainError as error:
            messages.error(request, error.message)
        else:
            # A helper by declaration has no consent that could say who ended it, and why.
            self.log_change(request, notice, reason)
            messages.success(request, gettext("Pendampingan diakhiri; pendamping diberi tahu."))
        return HttpResponseRedirect(request.path)

    @admin.display(description=_("usaha"))
    def enterprise_name(self, item: OwnerNotice) -> str:
        return item.enterprise.name

    @admin.display(description=_("kabupaten/kota"))
    def regency_name(self, item: OwnerNotice) -> str:
        return str(item.enterprise.regency)

    @admin.display(description=_("pendamping"))
    def helper_name(self, item: OwnerNotice) -> str:
        return item.helper.get_full_name()

    @admin.display(description=_("pemberitahuan"))
    def told(self, item: OwnerNotice) -> str:
        return str(item.get_way_display()) if item.way else gettext("belum diberitahukan")


def _handed_over(
    request: HttpRequest, notice: OwnerNotice, form: HandOverForm
) -> HttpResponse | None:
    try:
        hand_over(current_user(request), notice.pk, told_on=form.cleaned_data["told_on"])
    except InvalidInput as error:
        show_errors(form, error)
        return None
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, gettext("Tercatat: diberitahukan di loket."))
    return HttpResponseRedirect(request.path)
