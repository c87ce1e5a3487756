"""The rows of a draft edition, edited on its page."""

from typing import Any

from django.http import HttpRequest

from common.admin import StackedInline, TabularInline
from programs.admin.officials import official
from programs.admin.rule_form import RuleForm
from programs.models import Letter, OutcomeWord, Question, ReasonText, Requirement, Rule, Stage
from programs.permissions import may_govern


class _DraftRows:
    """Rows that a lead adds, changes and deletes while the edition is a draft."""

    extra = 0

    def _may(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_govern(official(request)) and (obj is None or not obj.is_published)

    has_view_permission = _may
    has_add_permission = _may
    has_change_permission = _may
    has_delete_permission = _may


class RuleInline(_DraftRows, TabularInline):
    """Figures; the value is typed as people write it."""

    model = Rule
    form = RuleForm
    fields = RuleForm.Meta.fields


class StageInline(_DraftRows, TabularInline):
    """The way of a file, in order of position."""

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
        "scoring_sheet",
    )


class RequirementInline(_DraftRows, StackedInline):
    """Documents, and when each is asked."""

    model = Requirement
    fields = (
        ("position", "code", "document_kind"),
        ("label_id", "label_en"),
        ("help_id", "help_en"),
        ("is_required", "max_files", "condition"),
        ("legal_basis", "article", "confidence"),
    )


class QuestionInline(_DraftRows, StackedInline):
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


class LetterInline(_DraftRows, StackedInline):
    """Letters of the office."""

    model = Letter
    fields = (
        ("position", "code", "state"),
        ("title_id", "title_en"),
        ("body_id", "body_en"),
    )


class OutcomeWordInline(_DraftRows, TabularInline):
    """What the states of a decision are called."""

    model = OutcomeWord
    fields = ("state", "word_id", "word_en", "next_step_id", "next_step_en")


class ReasonTextInline(_DraftRows, TabularInline):
    """Reasons to pick."""

    model = ReasonText
    fields = ("position", "transition", "code", "text_id", "text_en")


INLINES = (
    RuleInline,
    StageInline,
    RequirementInline,
    QuestionInline,
    LetterInline,
    OutcomeWordInline,
    ReasonTextInline,
)
