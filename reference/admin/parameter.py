"""Dated figures of the law, with how well each is known."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.admin.base import ModelAdmin
from reference.admin.figures import name_of, spoken_value
from reference.models import LegalParameter
from reference.services.parameters import save_parameter


@admin.register(LegalParameter)
class LegalParameterAdmin(ModelAdmin):
    """Whoever saves a figure stands for it: it counts as verified from then on."""

    list_display = (
        "name",
        "figure",
        "valid_from",
        "valid_to",
        "regency",
        "legal_basis",
        "standing",
    )
    list_select_related = ("regency",)
    list_filter = ("confidence",)
    search_fields = ("key", "legal_basis")
    readonly_fields = ("standing", "verified_by", "verified_at")
    fields = (
        "key",
        ("value", "unit"),
        ("valid_from", "valid_to"),
        "regency",
        ("legal_basis", "article"),
        "source_url",
        "confidence",
        "standing",
        ("verified_by", "verified_at"),
    )

    @admin.display(description=_("ketentuan"))
    def name(self, parameter: LegalParameter) -> str:
        return name_of(parameter)

    @admin.display(description=_("nilai"))
    def figure(self, parameter: LegalParameter) -> str:
        return spoken_value(parameter)

    @admin.display(description=_("keadaan"))
    def standing(self, parameter: LegalParameter) -> str:
        """Whether the figure binds."""
        return str(_("terverifikasi") if parameter.is_verified else _("belum diverifikasi"))

    def save_model(
        self, request: HttpRequest, obj: LegalParameter, form: Any, change: bool
    ) -> None:
        save_parameter(obj, by=cast(AbstractBaseUser, request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
