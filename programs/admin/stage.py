"""Stages of all editions with their days, to see which still wait to be verified."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from programs.admin.sourced import SourcedAdmin
from programs.models import Stage


@admin.register(Stage)
class StageAdmin(SourcedAdmin):
    """One stage: its days are a promise to the applicant."""

    saying = ("shown_name", "role", "working_days")

    @admin.display(description=_("nama"))
    def shown_name(self, stage: Stage) -> str:
        return stage.name
