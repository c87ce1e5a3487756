"""Figures of all editions in one list, to see which still wait to be verified."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from programs.admin.sourced import SourcedAdmin
from programs.messages.figures import spoken_figure
from programs.models import Rule


@admin.register(Rule)
class RuleAdmin(SourcedAdmin):
    """One figure."""

    saying = ("shown_label", "figure", "regency")
    list_select_related = ("edition__scheme", "regency")

    @admin.display(description=_("uraian"))
    def shown_label(self, rule: Rule) -> str:
        return rule.label

    @admin.display(description=_("nilai"))
    def figure(self, rule: Rule) -> str:
        return spoken_figure(rule)
