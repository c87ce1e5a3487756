"""The data officers' list: requests in order of their deadline, each answered once."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from accounts.shared.current_user import current_user
from common.admin.base import ModelAdmin
from common.admin.counted_filter import CountedFilter
from common.dates import clock
from data_rights.enums import Answer
from data_rights.models import MOST_WORDS, RightsRequest
from data_rights.permissions import may_answer_requests
from data_rights.selectors.requests import all_requests
from data_rights.services.requests import answer_request

_OPEN, _ANSWERED = "terbuka", "dijawab"


class StateFilter(CountedFilter):
    """Open requests by default."""

    title = _("keadaan")
    parameter_name = "state"
    default = _OPEN

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [(_OPEN, _("menunggu jawaban")), (_ANSWERED, _("sudah dijawab"))]

    def of_choice(self, queryset: QuerySet[RightsRequest], value: str) -> QuerySet[RightsRequest]:
        return queryset.filter(answered_at__isnull=value == _OPEN)


class AnswerForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """How the request ends, and what the person reads."""

    answer = forms.ChoiceField(
        label=_("hasil"),
        choices=[("", _("pilih")), *Answer.choices],
        error_messages={"required": _("Pilih salah satu.")},
    )
    answer_words = forms.CharField(
        label=_("jawaban"),
        min_length=10,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Dikirim kepada pemohon sebagai pesan. Surat, pengajuan, dan persetujuan adalah arsip: "
            "tidak dihapus oleh aturan data pribadi (UU 43/2009)."
        ),
    )

    class Meta:
        model = RightsRequest
        fields = ("answer", "answer_words")


@admin.register(RightsRequest)
class RightsRequestAdmin(ModelAdmin):
    """Nobody adds or deletes a request here, and an answered one is only read."""

    list_display = ("due_at", "is_late", "right", "user", "asked_at", "answer")
    list_display_links = ("due_at", "right")
    list_filter = (StateFilter,)
    list_select_related = ("user",)
    ordering = ("due_at", "id")
    fields = (
        "user",
        "right",
        "words",
        "asked_at",
        "due_at",
        "answer",
        "answer_words",
        "answered_at",
        "answered_by",
    )
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_answer_requests(current_user(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_answer_requests(current_user(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow answering an open request of another person."""
        user = current_user(request)
        is_theirs = obj is not None and (not obj.is_open or obj.user_id == user.pk)
        return may_answer_requests(user) and not is_theirs

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Say, at a second answer, that someone has answered meanwhile; show the first answer."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except PermissionDenied:
            if request.method != "POST" or not may_answer_requests(current_user(request)):
                raise
            found = self.get_object(request, unquote(object_id or ""))
            if found is None or found.is_open:
                raise
        messages.error(request, _("Permintaan ini sudah dijawab."))
        return HttpResponseRedirect(request.path)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RightsRequest]:
        return all_requests()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None or not self.has_change_permission(request, obj):
            return self.fields
        return tuple(name for name in self.fields if name not in AnswerForm.Meta.fields)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        may = obj is not None and self.has_change_permission(request, obj)
        return super().get_form(
            request, obj, change, **({"form": AnswerForm, **kwargs} if may else kwargs)
        )

    def save_model(self, request: HttpRequest, obj: RightsRequest, form: Any, change: bool) -> None:
        """Answer through the service, which checks again who may, and notifies the person."""
        data = form.cleaned_data
        answer_request(
            current_user(request), obj.pk, answer=data["answer"], words=data["answer_words"]
        )

    @admin.display(description=_("terlambat"), boolean=True)
    def is_late(self, row: RightsRequest) -> bool:
        return row.is_open and row.due_at < clock.now()
