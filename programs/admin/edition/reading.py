"""An edition to read: its figures with their basis, documents, stages, questions and words."""

from typing import Any

from accounts.enums import role_label
from programs.admin.edition.comparison import comparison_of
from programs.messages.conditions import EditionNames, condition_text
from programs.messages.figures import figure_text
from programs.models import Edition
from programs.selectors.labels import general_state_label
from programs.shared.edition_panel import edition_panels


def reading_context(edition: Edition) -> dict[str, Any]:
    """Return what the page of an edition (`with_rows`) shows."""
    names = EditionNames(edition)
    return {
        "rules": [
            (rule, figure_text(rule), isinstance(rule.value, list)) for rule in edition.rules.all()
        ],
        "stages": [(stage, role_label(stage.role)) for stage in edition.stages.all()],
        "requirements": [
            (row, condition_text(row.condition, names)) for row in edition.requirements.all()
        ],
        "questions": [
            (row, condition_text(row.condition, names)) for row in edition.questions.all()
        ],
        "panels": edition_panels(),
        "words": [(general_state_label(w.state), w) for w in edition.outcome_words.all()],
        "comparison": comparison_of(edition),
    }
