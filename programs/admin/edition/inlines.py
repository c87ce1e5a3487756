"""The rows of a draft edition, edited on its page."""

from common.admin.base import StackedInline, TabularInline
from programs.admin.edition.rule_form import RuleForm
from programs.models import OutcomeWord, Question, ReasonText, Requirement, Rule, Stage
from programs.shared.edition_panel import DraftRows, edition_panels


class RuleInline(DraftRows, TabularInline):
    """Figures; values are entered in human-readable form."""

    model = Rule
    form = RuleForm
    fields = RuleForm.Meta.fields


class StageInline(DraftRows, TabularInline):
    """The review stages, in order of position."""

    model = Stage
    fields = (
        "position",
        "code",
        "name_id",
        "name_en",
        "role",
        "working_days",
        "exit",
        "second_person",
        "is_outside",
        "waits_for_applicant",
        "legal_basis",
        "confidence",
    )


class RequirementInline(DraftRows, StackedInline):
    """Documents, and when each is required."""

    model = Requirement
    fields = (
        ("position", "code", "document_kind"),
        ("label_id", "label_en"),
        ("help_id", "help_en"),
        ("is_required", "max_files", "condition"),
        ("legal_basis", "article", "confidence"),
    )


class QuestionInline(DraftRows, StackedInline):
    """Questions; those of one page share its code and title."""

    model = Question
    fields = (
        ("position", "code", "type"),
        ("group", "group_title_id", "group_title_en"),
        ("label_id", "label_en"),
        ("help_id", "help_en"),
        ("minimum", "maximum", "options"),
        ("is_required", "identifies", "condition"),
    )


class OutcomeWordInline(DraftRows, TabularInline):
    """Labels of the states of a decision."""

    model = OutcomeWord
    fields = ("state", "word_id", "word_en", "next_step_id", "next_step_en")


class ReasonTextInline(DraftRows, TabularInline):
    """Prepared reasons."""

    model = ReasonText
    fields = ("position", "transition", "code", "text_id", "text_en")


INLINES = (
    RuleInline,
    StageInline,
    RequirementInline,
    QuestionInline,
    *(panel.inline for panel in edition_panels()),
    OutcomeWordInline,
    ReasonTextInline,
)
