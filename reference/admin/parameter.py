"""Legal parameters: dated figures of the law, each with its source and confidence."""

from operator import itemgetter
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.admin.base import ModelAdmin
from reference.admin.labels import UNITS, stored_value, typed_value, value_with_unit
from reference.models import LegalParameter
from reference.models.parameter_names import PARAMETER_NAMES, parameter_name
from reference.services.parameters import save_parameter


class LegalParameterForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A figure chosen by its name, and typed as people write it."""

    key = forms.ChoiceField(label=_("ketentuan"))
    value = forms.CharField(
        label=_("nilai"),
        required=False,
        max_length=80,
        help_text=_("Misalnya 4.800.000.000, 21, atau 31/12/2026. Kosong bila belum diketahui."),
    )
    unit = forms.ChoiceField(label=_("satuan"), choices=list(UNITS.items()))

    class Meta:
        model = LegalParameter
        fields = (
            "key",
            "value",
            "unit",
            "valid_from",
            "valid_to",
            "regency",
            "legal_basis",
            "article",
            "source_url",
            "confidence",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.instance.key
        names = {**PARAMETER_NAMES, **({own: parameter_name(own)} if own else {})}
        self.fields["key"].choices = sorted(  # type: ignore[attr-defined]
            ((key, str(name)) for key, name in names.items()), key=itemgetter(1)
        )
        if self.instance.pk:
            self.initial["value"] = typed_value(self.instance.value, self.instance.unit)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        try:
            cleaned["value"] = stored_value(cleaned.get("value") or "", cleaned.get("unit", ""))
        except ValueError:
            message = _("Nilai ini tidak cocok dengan satuannya. Tulis angka bulat atau tanggal.")
            self.add_error("value", ValidationError(message, code="invalid"))
        return cleaned


@admin.register(LegalParameter)
class LegalParameterAdmin(ModelAdmin):
    """Saving a figure verifies it, in the name of the person who saves it."""

    list_display = (
        "name",
        "value_and_unit",
        "valid_from",
        "valid_to",
        "regency",
        "legal_basis",
        "verification",
    )
    list_select_related = ("regency",)
    list_filter = ("confidence",)
    form = LegalParameterForm
    search_fields = ("key", "legal_basis")
    search_help_text = _("Cari nama ketentuan atau dasar hukum")
    readonly_fields = ("verification", "verified_by", "verified_at")
    fields = (
        "key",
        ("value", "unit"),
        ("valid_from", "valid_to"),
        "regency",
        ("legal_basis", "article"),
        "source_url",
        "confidence",
        "verification",
        ("verified_by", "verified_at"),
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[LegalParameter], search_term: str
    ) -> tuple[QuerySet[LegalParameter], bool]:
        """Search the names of parameters too, as the reader reads them."""
        words = search_term.casefold().split()
        named = [
            key
            for key, name in PARAMETER_NAMES.items()
            if words and all(word in str(name).casefold() for word in words)
        ]
        found, twice = super().get_search_results(request, queryset, search_term)
        return (found | queryset.filter(key__in=named) if named else found), twice

    @admin.display(description=_("ketentuan"))
    def name(self, parameter: LegalParameter) -> str:
        return parameter_name(parameter.key)

    @admin.display(description=_("nilai"))
    def value_and_unit(self, parameter: LegalParameter) -> str:
        return value_with_unit(parameter)

    @admin.display(description=_("keadaan"))
    def verification(self, parameter: LegalParameter) -> str:
        """Show whether the figure is verified, and so may block an applicant."""
        return str(_("terverifikasi") if parameter.is_verified else _("belum diverifikasi"))

    def former_text(self, column: str, row: Any) -> str | None:
        return value_with_unit(row) if column == "value" and row.value else None

    def save_model(
        self, request: HttpRequest, obj: LegalParameter, form: Any, change: bool
    ) -> None:
        save_parameter(obj, by=cast(AbstractBaseUser, request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
