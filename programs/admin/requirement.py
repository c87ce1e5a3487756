"""Documents that editions ask for, to see which still wait to be verified."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from programs.admin.sourced import SourcedAdmin
from programs.models import Requirement


@admin.register(Requirement)
class RequirementAdmin(SourcedAdmin):
    """One document."""

    saying = ("shown_label", "is_required")

    @admin.display(description=_("nama dokumen"))
    def shown_label(self, item: Requirement) -> str:
        return item.label
