"""The catalogue of schemes."""

from typing import Any

from rest_framework import serializers

from accounts.enums import Role
from common.api.fields import AnyJson, Choice, Day
from common.api.queries import PageQuery
from programs.enums import QuestionType
from programs.kinds.registry import kinds
from programs.models import Edition, Question, Requirement, Rule, Stage
from programs.selectors.catalogue import source_of

KINDS = [kind.code for kind in kinds()]


class SchemesQuery(PageQuery):
    """Which schemes, on which day."""

    kind = Choice(choices=KINDS, required=False)
    on = Day(required=False, help_text="Schemes in force that day; today unless told.")


class StageSerializer(serializers.ModelSerializer[Stage]):
    """One review stage; `working_days` is its service level."""

    name = serializers.CharField(read_only=True)
    role = serializers.ChoiceField(choices=[str(role) for role in Role])
    verified = serializers.BooleanField(source="is_verified", read_only=True)

    class Meta:
        model = Stage
        fields = ("code", "name", "role", "working_days", "is_outside", "verified")


class RequirementSerializer(serializers.ModelSerializer[Requirement]):
    """One document; `conditional` when it is asked only of some applicants."""

    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    required = serializers.BooleanField(source="is_required")  # type: ignore[assignment]
    conditional = serializers.SerializerMethodField()
    has_template = serializers.SerializerMethodField(
        help_text="Whether the portal has a sheet to print, fill in by hand and sign."
    )

    class Meta:
        model = Requirement
        fields = ("code", "label", "required", "conditional", "has_template", "max_files")

    def get_conditional(self, item: Requirement) -> bool:
        return item.condition is not None

    def get_has_template(self, item: Requirement) -> bool:
        return bool(item.template)


class QuestionOptionSerializer(serializers.Serializer[Any]):
    """One answer of a choice."""

    value = serializers.CharField()
    label_id = serializers.CharField()
    label_en = serializers.CharField()


class QuestionSerializer(serializers.ModelSerializer[Question]):
    """One answer that an application for the scheme holds."""

    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    type = serializers.ChoiceField(choices=[str(kind) for kind in QuestionType])
    required = serializers.BooleanField(source="is_required")  # type: ignore[assignment]
    options = QuestionOptionSerializer(many=True)

    class Meta:
        model = Question
        fields = ("code", "type", "label", "required", "minimum", "maximum", "options")


class RuleSerializer(serializers.ModelSerializer[Rule]):
    """One dated figure; unverified rows only warn, and have a source but no legal basis."""

    value = AnyJson(allow_null=True)
    legal_basis = serializers.SerializerMethodField()
    article = serializers.SerializerMethodField()
    source = serializers.SerializerMethodField()  # type: ignore[assignment]
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    regency = serializers.CharField(source="regency_id", allow_null=True)
    verified = serializers.BooleanField(source="is_verified", read_only=True)

    class Meta:
        model = Rule
        fields = (
            "key",
            "value",
            "unit",
            "label",
            "legal_basis",
            "article",
            "source",
            "regency",
            "verified",
        )

    def get_legal_basis(self, rule: Rule) -> str | None:
        return (rule.legal_basis or None) if rule.is_verified else None

    def get_article(self, rule: Rule) -> str:
        return rule.article if rule.is_verified else ""

    def get_source(self, rule: Rule) -> str | None:
        return source_of(rule, rule.edition) or None


class SchemeSerializer(serializers.ModelSerializer[Edition]):
    """A scheme with the edition in force."""

    code = serializers.CharField(source="scheme.code")
    name = serializers.CharField(source="scheme.name")
    summary = serializers.CharField(source="scheme.summary")
    kind = serializers.ChoiceField(source="scheme.kind", choices=KINDS)
    is_open = serializers.BooleanField(source="scheme.is_open")
    edition = serializers.CharField(source="code")
    stages = StageSerializer(many=True)
    requirements = RequirementSerializer(many=True)
    questions = QuestionSerializer(many=True)
    rules = RuleSerializer(many=True)

    class Meta:
        model = Edition
        fields = (
            "code",
            "name",
            "summary",
            "kind",
            "is_open",
            "edition",
            "valid_from",
            "valid_to",
            "legal_basis",
            "stages",
            "requirements",
            "questions",
            "rules",
        )
