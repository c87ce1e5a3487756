"""Facts in, verdict out."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from common import clock
from common.api.fields import Choice, Day, WholeNumber, YesNo
from common.money import MAX_RUPIAH
from programs.api.serializers.codes import RegencyCode, SchemeCode
from programs.enums import Severity
from programs.messages.refusals import answer_message
from programs.policies.answers import BadAnswerError, clean_answer
from programs.policies.facts import (
    BORROWERS,
    MAX_EARLIER_LOANS,
    MAX_TENOR,
    PURPOSES,
    SECTOR_GROUPS,
    WORST_COLLECTABILITY,
)
from programs.selectors.catalogue import questions_on
from programs.services.drafts import shape_of
from reference.enums import Sector


class FactsSerializer(serializers.Serializer[Any]):
    """What is known; leave out what is not, never send null.

    Answers to the scheme's own questions are facts too, by the codes of the catalogue.
    """

    requested_amount = WholeNumber(required=False, min_value=1, max_value=MAX_RUPIAH)
    tenor_months = WholeNumber(required=False, min_value=1, max_value=MAX_TENOR)
    purpose = Choice(required=False, choices=PURPOSES)
    annual_sales = WholeNumber(required=False, min_value=0, max_value=MAX_RUPIAH)
    business_started_on = Day(required=False)
    has_npwp = YesNo(required=False)
    has_nib_or_sku = YesNo(required=False)
    collateral_offered = YesNo(required=False)
    other_productive_credit = YesNo(required=False)
    slik_collectability = WholeNumber(required=False, min_value=1, max_value=WORST_COLLECTABILITY)
    previous_kur_count = WholeNumber(required=False, min_value=0, max_value=MAX_EARLIER_LOANS)
    sector_group = Choice(required=False, choices=SECTOR_GROUPS)
    is_civil_servant = YesNo(required=False)
    borrower = Choice(required=False, choices=BORROWERS)
    kur_outstanding = WholeNumber(required=False, min_value=0, max_value=MAX_RUPIAH)
    sector = Choice(required=False, choices=Sector.values)
    regency = RegencyCode(required=False)

    def to_internal_value(self, data: Any) -> Any:
        known = super().to_internal_value(data)
        return {**data, **known}


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
        """What no other scheme asks is read as the scheme's own questions are."""
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
                attrs["facts"][name] = clean_answer(shape_of(question), attrs["facts"][name])
            except BadAnswerError as bad:
                wrong[name] = [answer_message(bad.code, bad.params)]
        if wrong:
            raise serializers.ValidationError({"facts": wrong}, code="unknown_fact")


class ViolationSerializer(serializers.Serializer[Any]):
    """A rule that the facts break."""

    code = serializers.CharField()
    severity = serializers.ChoiceField(choices=[str(severity) for severity in Severity])
    message = serializers.CharField()
    legal_basis = serializers.CharField()


class EligibilitySerializer(serializers.Serializer[Any]):
    """`eligible` is null while a needed fact is missing."""

    eligible = serializers.BooleanField(allow_null=True)
    missing = serializers.ListField(child=serializers.CharField())
    edition = serializers.CharField()
    violations = ViolationSerializer(many=True)
    annual_rate = serializers.CharField(
        allow_null=True, help_text="Effective rate per year as a decimal string, 0.06 for 6 %."
    )
    monthly_instalment = serializers.IntegerField(allow_null=True, help_text="Rupiah.")
