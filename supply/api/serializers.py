"""Shapes of plans in the description of the API; the problem itself is read by the planner."""

from typing import Any

from rest_framework import serializers

from supply.allocation.plan import Plan, Status, Stopped
from supply.messages.plans.reasons import reason_text

_WEEKS = "One number for each week, or one for all."


class OfferSerializer(serializers.Serializer[Any]):
    id = serializers.CharField(max_length=100)
    weekly_capacity = serializers.JSONField(help_text=_WEEKS)
    unit_price = serializers.IntegerField(min_value=0)
    min_lot = serializers.IntegerField(min_value=0, required=False)
    onboarding_cost = serializers.IntegerField(min_value=0, required=False)
    grade = serializers.IntegerField(min_value=0, max_value=100, required=False)
    hub = serializers.CharField(required=False, max_length=100)
    groups = serializers.ListField(child=serializers.CharField(max_length=100), required=False)
    lock = serializers.ChoiceField(choices=["in", "out"], required=False, allow_null=True)
    asked = serializers.BooleanField(
        required=False,
        help_text="Its member holds a letter of this order, waiting or accepted: at equal cost it "
        "comes before the others.",
    )


class HubSerializer(serializers.Serializer[Any]):
    id = serializers.CharField(max_length=100)
    opening_cost = serializers.IntegerField(min_value=0, required=False)
    weekly_capacity = serializers.IntegerField(min_value=0, required=False, allow_null=True)


class DeliverySerializer(serializers.Serializer[Any]):
    week = serializers.IntegerField(min_value=1, max_value=104)
    quantity = serializers.IntegerField(min_value=1)


class FloorSerializer(serializers.Serializer[Any]):
    group = serializers.CharField(max_length=100)
    members = serializers.IntegerField(min_value=0)


class ProblemSerializer(serializers.Serializer[Any]):
    """An order to plan: pieces, weeks from 1, whole rupiah, decimal strings."""

    quantity = serializers.IntegerField(min_value=1, max_value=10_000_000)
    weeks = serializers.IntegerField(min_value=1, max_value=104)
    buffer = serializers.CharField(required=False, help_text='Decimal string: "0.05" is 5 %.')
    max_members = serializers.IntegerField(min_value=1, required=False, allow_null=True)
    min_grade = serializers.IntegerField(
        min_value=0, max_value=100, required=False, allow_null=True
    )
    max_share = serializers.CharField(required=False, allow_null=True)
    offers = OfferSerializer(many=True)
    hubs = HubSerializer(many=True, required=False)
    deliveries = DeliverySerializer(many=True, required=False)
    floors = FloorSerializer(many=True, required=False)


class AllocationSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    weekly = serializers.ListField(child=serializers.IntegerField())
    quantity = serializers.IntegerField()


class ShortfallSerializer(serializers.Serializer[Any]):
    week = serializers.IntegerField()
    missing = serializers.IntegerField()


class RemedySerializer(serializers.Serializer[Any]):
    """The smallest change that by itself makes the order feasible.

    `change` holds the new value of the field of the request; `capacity_more` is the part by which
    every weekly capacity would have to grow. Later weeks count with each member's mean week.
    """

    kind = serializers.ChoiceField(
        choices=["weeks", "members", "share", "grade", "buffer", "capacity"]
    )
    change = serializers.DictField()
    total_cost = serializers.IntegerField()


class ReasonSerializer(serializers.Serializer[Any]):
    """Why an offer is not used; `why` is written in the reader's language."""

    id = serializers.CharField()
    code = serializers.CharField()
    why = serializers.SerializerMethodField()
    price = serializers.IntegerField(
        allow_null=True, help_text="Estimate of the highest price at which it would be used."
    )

    def get_why(self, row: Any) -> str:
        return reason_text(row)


class PlanSerializer(serializers.Serializer[Plan]):
    """The plan and its proof; a plan with missing pieces where the order is infeasible."""

    status = serializers.ChoiceField(choices=[str(each) for each in Status])
    allocations = AllocationSerializer(many=True)
    total_cost = serializers.IntegerField()
    lower_bound = serializers.IntegerField()
    gap = serializers.SerializerMethodField()
    shortfall = serializers.IntegerField()
    shortfalls = ShortfallSerializer(many=True)
    remedies = RemedySerializer(many=True)
    reasons = ReasonSerializer(many=True)
    stopped = serializers.ChoiceField(choices=[str(each) for each in Stopped], allow_null=True)

    def get_gap(self, plan: Plan) -> str:
        return f"{plan.gap.normalize():f}"
