"""Legal parameters: dated figures of the law, each with its source and confidence."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.admin.base import ModelAdmin
from reference.admin.labels import parameter_label, value_with_unit
from reference.models import LegalParameter
from reference.services.parameters import save_parameter


@admin.register(LegalParameter)
class LegalParameterAdmin(ModelAdmin):
    """Saving a figure verifies it: the person who saves it vouches for it."""

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
    search_fields = ("key", "legal_basis")
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

    @admin.display(description=_("ketentuan"))
    def name(self, parameter: LegalParameter) -> str:
        return parameter_label(parameter)

    @admin.display(description=_("nilai"))
    def value_and_unit(self, parameter: LegalParameter) -> str:
        return value_with_unit(parameter)

    @admin.display(description=_("keadaan"))
    def verification(self, parameter: LegalParameter) -> str:
        """Show whether the figure is verified, and so may block an applicant."""
        return str(_("terverifikasi") if parameter.is_verified else _("belum diverifikasi"))

    def save_model(
        self, request: HttpRequest, obj: LegalParameter, form: Any, change: bool
    ) -> None:
        save_parameter(obj, by=cast(AbstractBaseUser, request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
