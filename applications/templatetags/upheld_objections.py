"""Upheld objections under an edition for a template."""

from django import template

from applications.shared import edition_panel
from programs.models import Edition

register = template.Library()


@register.simple_tag
def upheld_objections(edition: Edition) -> edition_panel.UpheldObjections:
    """Return how often an objection overturned a refusal, by reason and by rule."""
    return edition_panel.upheld_objections(edition)
