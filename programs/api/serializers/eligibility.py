"""Facts in, verdict out."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from common.api.fields import Choice, Choices, Day, Text, WholeNumber, YesNo
from common.dates import clock
from programs.enums import Outcome, QuestionType
from programs.kinds.registry import fact_shapes
from programs.messages.refusals import answer_message
from programs.policies.answers import AnswerShape, BadAnswerError, clean_answer
from programs.selectors.catalogue import questions_on
from programs.shared.codes import SchemeCode
from programs.shared.violations import ViolationSerializer
from reference.enums import Sector
from reference.shared.codes import RegencyCode


class FactsSerializer(serializers.Serializer[Any]):
    """The known facts; leave out unknown ones, never send null.

    Answers to the scheme's own questions are facts too, by the codes of the catalogue.
    """

    sector = Choice(required=False, choices=Sector.values)
    regency = RegencyCode(required=False)

    def get_fields(self) -> dict[str, Any]:
        """Return a field for each fact that all schemes share, beside the two codes above."""
        known = {name: _field_of(shape) for name, shape in fact_shapes().items()}
        return {**known, **super().get_fields()}

    def to_internal_value(self, data: Any) -> Any:
        known = super().to_internal_value(data)
        return {**data, **known}


def _field_of(shape: AnswerShape) -> serializers.Field[Any, Any, Any, Any]:
    match QuestionType(shape.type):
        case QuestionType.MONEY | QuestionType.NUMBER:
            return WholeNumber(required=False, min_value=shape.minimum, max_value=shape.maximum)
        case QuestionType.BOOLEAN:
            return YesNo(required=False)
        case QuestionType.DATE:
            return Day(required=False)
        case QuestionType.CHOICE:
            return Choice(required=False, choices=shape.options)
        case QuestionType.CHOICES:
            return Choices(required=False, choices=shape.options)
        case QuestionType.TEXT | QuestionType.HS_CODE:
            return Text(required=False)


class EligibilityQuestionSerializer(serializers.Serializer[Any]):
    """Which scheme, judged on which day, over which facts; all three are required."""

    scheme = SchemeCode()
    on = Day()
    facts = FactsSerializer()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        self._read_own_facts(attrs)
        started: date | None = attrs["facts"].get("business_started_on")
        if started is not None and started > max(clock.today(), attrs["on"]):
            message = _("Tanggal mulai usaha belum terjadi.")
            raise serializers.ValidationError(
                {"facts": {"business_started_on": [message]}}, code="date_in_future"
            )
        return attrs

    def _read_own_facts(self, attrs: dict[str, Any]) -> None:
        """Validate the facts that only this scheme has as answers to its own questions."""
        shared = FactsSerializer().fields
        own = [name for name in attrs["facts"] if name not in shared]
        if not own:
            return
        questions = questions_on(attrs["scheme"], attrs["on"])
        wrong: dict[str, list[str]] = {}
        for name in own:
            question = questions.get(name)
            if question is None:
                wrong[name[:60]] = [str(_("Fakta ini tidak dikenal."))]
                continue
            try:
                attrs["facts"][name] = clean_answer(question.shape, attrs["facts"][name])
            except BadAnswerError as bad:
                wrong[name] = [answer_message(bad.code, bad.params)]
        if wrong:
            raise serializers.ValidationError({"facts": wrong}, code="unknown_fact")


class LaterRateSerializer(serializers.Serializer[Any]):
    """The rate of a later edition, for loans that are agreed from its first day on."""

    edition = serializers.CharField()
    valid_from = serializers.DateField()
    annual_rate = serializers.CharField(allow_null=True)
    verified = serializers.BooleanField()


class EligibilitySerializer(serializers.Serializer[Any]):
    """`eligible` is null while a needed fact is missing, and `outcome` is then unknown.

    `no_instalment` says why there is no `monthly_instalment` for an amount and a tenor; with
    falling interest the instalment is that of the first month.
    """

    eligible = serializers.BooleanField(allow_null=True)
    outcome = serializers.ChoiceField(choices=[str(outcome) for outcome in Outcome])
    missing = serializers.ListField(child=serializers.CharField())
    edition = serializers.CharField()
    violations = ViolationSerializer(many=True)
    annual_rate = serializers.CharField(
        allow_null=True, help_text="Effective rate per year as a decimal string, 0.06 for 6 %."
    )
    rate_verified = serializers.BooleanField(allow_null=True)
    later_rates = LaterRateSerializer(many=True)
    monthly_instalment = serializers.IntegerField(allow_null=True, help_text="Rupiah.")
    no_instalment = serializers.CharField(allow_null=True)
