"""Who holds a position, from when to when; whoever may sign got that right from another person."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import OFFICIAL_ROLES
from accounts.models import Agency, User
from accounts.models.posting import not_ended
from accounts.shared.current_user import current_user
from accounts.shared.granting import GrantingAdmin
from common.web.primary_keys import parse_pk
from letters.admin.constraint_form import ConstraintForm
from letters.admin.office_rows import OfficeRowsAdmin
from letters.models import Position, PositionHolder
from letters.models.position import ACTING_ENDS, HELD_ALREADY, NOT_ONESELF
from letters.permissions import SETTING_ROLES, of_offices

POSITION_VAR = "position"


class HolderForm(ConstraintForm):
    """One tenure; `editor` is the person who records it, `position` its position."""

    said_at = {
        HELD_ALREADY: "valid_from",
        ACTING_ENDS: "valid_to",
        NOT_ONESELF: "user",
    }
    editor: User
    position: Position | None

    class Meta:
        model = PositionHolder
        fields = (
            "position",
            "user",
            "appointment",
            "order_number",
            "name",
            "bare_name",
            "nip",
            "rank",
            "valid_from",
            "valid_to",
        )
        help_texts: ClassVar[Mapping[str, Any]] = {
            "order_number": _("Misalnya 821.2/123/2024."),
            "name": _("Dicetak di surat, misalnya: Rini Wulandari, S.E., M.M."),
            "bare_name": _(
                "Dicetak di penetapan, piagam, dan sertifikat, misalnya: Rini Wulandari. Tanpa "
                "isian ini surat semacam itu menunggu."
            ),
            "nip": _("18 angka."),
            "rank": _("Misalnya: Pembina Utama Muda (IV/c)."),
            "valid_to": _("Hari terakhirnya. Wajib untuk Plt., Plh. dan Pj."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields.get("user")
        if person is not None and self.position is not None:
            self.fields["user"] = PersonOfOffice(self.position.agency_id)
        if self.position is not None and "position" in self.fields:
            self.initial.setdefault("position", self.position.pk)

    def clean(self) -> dict[str, Any]:
        """Record who saves the row; the database compares them with the holder."""
        cleaned: dict[str, Any] = super().clean() or {}
        self.instance.recorded_by = self.editor
        return cleaned


class PersonOfOffice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the officials who are posted to an office today or later."""

    def __init__(self, agency_id: int) -> None:
        posted = not_ended().filter(agency=agency_id, role__in=OFFICIAL_ROLES)
        people = User.objects.filter(pk__in=posted.values("user"), is_active=True)
        super().__init__(
            people.order_by("name", "pk"),
            label=_("Petugas"),
            empty_label=gettext("pilih"),
            help_text=_("Petugas yang bertugas di dinas ini."),
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.get_full_name()} · {obj.email}" if obj.email else str(obj)


class OfPositionAdmin(OfficeRowsAdmin):
    """Rows that are added from the page of their position."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Lead to the positions when none was named that the person may set."""
        if object_id is None and self.has_add_permission(request) and not position_of(request):
            messages.info(
                request, gettext("Pilih jabatannya dahulu, lalu tambahkan pemegangnya di sana.")
            )
            return HttpResponseRedirect(reverse("admin:letters_position_changelist"))
        return super().changeform_view(request, object_id, form_url, extra_context)


@admin.register(PositionHolder)
class PositionHolderAdmin(GrantingAdmin, OfPositionAdmin):
    """A tenure ends by its last day and is not deleted: letters were signed in it."""

    form = HolderForm
    office_path = "position__agency__"
    list_display = (
        "name",
        "position",
        "appointment",
        "valid_from",
        "valid_to",
        "order_number",
    )
    list_filter = ("appointment",)
    list_select_related = ("position__agency",)
    ordering = ("-id",)
    search_fields = ("name", "position__title")
    search_help_text = _("Cari nama pemegang atau jabatan")
    fields = (
        "position",
        "user",
        ("appointment", "order_number"),
        ("name", "bare_name"),
        ("nip", "rank"),
        ("valid_from", "valid_to"),
        "recorded_by",
    )

    def office_of(self, row: Any) -> Agency:
        agency: Agency = row.position.agency
        return agency

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow administrators, but nobody for their own tenure."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.user_id != current_user(request).pk)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("recorded_by",) if obj is None else ("position", "user", "recorded_by")

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        position = obj.position if obj is not None else position_of(request)
        known = {"editor": current_user(request), "position": position}
        return type(form)(form.__name__, (form,), known)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the one position whose page led here; the people are those of its office."""
        if db_field.name == "position":
            position = position_of(request)
            kwargs["queryset"] = Position.objects.filter(pk=position.pk if position else 0)
            kwargs["empty_label"] = None
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.none()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {}


def position_of(request: HttpRequest) -> Position | None:
    """Return the position that the address or the form names, if the person may set it."""
    named = request.POST.get(POSITION_VAR) or request.GET.get(POSITION_VAR, "")
    pk = parse_pk(named)
    if pk is None:
        return None
    allowed: Q = of_offices(current_user(request), SETTING_ROLES, "agency__")
    found: QuerySet[Position] = Position.objects.filter(allowed, pk=pk)
    return found.select_related("agency").first()
