"""The letters of an edition, shown and edited on its page."""

from common.admin.base import StackedInline
from letters.models import LetterTemplate
from programs.shared.edition_panel import DraftRows, EditionPanel


class LetterTemplateInline(DraftRows, StackedInline):
    model = LetterTemplate
    fields = (
        ("position", "code", "state"),
        ("title_id", "title_en"),
        ("body_id", "body_en"),
    )


LETTERS = EditionPanel(LetterTemplateInline, "admin/backoffice/edition_letters.html")
