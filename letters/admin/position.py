"""The positions of an office that sign letters, and who holds them."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import AgencyKind
from accounts.shared.current_user import current_user
from common.admin.export import ExportColumn, ExportsList
from common.dates import clock
from letters.admin.constraint_form import ConstraintForm
from letters.admin.office_rows import OfficeRowsAdmin
from letters.models import Position, PositionHolder
from letters.models.position import KIND_TAKEN, NOT_FOR_ITSELF
from letters.permissions import SETTING_ROLES, of_offices
from letters.selectors.positions import holders_on

_HOLDERS_SHOWN = 20


class PositionForm(ConstraintForm):
    """A position; its superior is one of the same office."""

    said_at = {KIND_TAKEN: "kind", NOT_FOR_ITSELF: "on_behalf_of"}

    class Meta:
        model = Position
        fields = ("agency", "kind", "title", "on_behalf_of")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        superior, agency = cleaned.get("on_behalf_of"), cleaned.get("agency")
        agency = agency or (self.instance.agency if self.instance.pk else None)
        if superior is not None and agency is not None and superior.agency_id != agency.pk:
            self.add_error("on_behalf_of", gettext("Pilih jabatan di dinas yang sama."))
        return cleaned


@admin.register(Position)
class PositionAdmin(ExportsList, OfficeRowsAdmin):
    """Letters follow office and kind, so a position keeps them; its title may change."""

    form = PositionForm
    list_display = ("title", "kind", "agency", "holder_today")
    list_filter = ("kind",)
    list_select_related = ("agency",)
    ordering = ("-id",)
    search_fields = ("title", "agency__name")
    search_help_text = _("Cari nama jabatan atau dinas")
    fields = ("agency", "kind", "title", "on_behalf_of")
    change_form_template = "admin/letters/position.html"
    export_name = "jabatan-penanda-tangan"
    export_columns = (
        ExportColumn(_("dinas"), lambda row: row.agency.name),
        ExportColumn(_("nama jabatan"), lambda row: row.title),
        ExportColumn(_("jenis jabatan"), lambda row: str(row.get_kind_display())),
        ExportColumn(_("pemegang hari ini"), lambda row: row.holder_name or ""),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Position]:
        held = holders_on(clock.today()).filter(position=OuterRef("pk"))
        rows = super().get_queryset(request).filter(agency__kind=AgencyKind.OFFICE)
        named: QuerySet[Position] = rows.annotate(holder_name=Subquery(held.values("name")[:1]))
        return named

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return () if obj is None else ("agency", "kind")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "on_behalf_of":
            allowed = of_offices(current_user(request), SETTING_ROLES, "agency__")
            kwargs["queryset"] = Position.objects.filter(allowed).order_by("title", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        superior = form.base_fields.get("on_behalf_of")
        if obj is not None and superior is not None:
            same_office = superior.queryset.filter(agency=obj.agency_id)
            superior.queryset = same_office.exclude(pk=obj.pk)
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show the holders beside the form, with the way to a new one."""
        position = kwargs.get("obj")
        if position is not None:
            tenures = PositionHolder.objects.filter(position=position).order_by("-valid_from")
            context["tenures"] = tenures[:_HOLDERS_SHOWN]
            context["today"] = clock.today()
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    @admin.display(description=_("pemegang hari ini"))
    def holder_today(self, position: Any) -> str:
        return position.holder_name or gettext("belum ada")
