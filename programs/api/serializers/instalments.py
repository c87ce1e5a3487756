"""The instalment calculator."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from common.api.fields import Choice, QueryNumber
from common.money.instalments import MAX_MONTHS, MAX_PRINCIPAL

METHODS = ("annuity", "flat", "declining")


class InstalmentsQuery(serializers.Serializer[Any]):
    """A loan; the rate per year as a decimal, 0.06 for 6 %."""

    principal = QueryNumber(min_value=1, max_value=MAX_PRINCIPAL)
    # From 0 to 1, both included.
    annual_rate = serializers.RegexField(
        r"^(0(\.[0-9]{1,12})?|1(\.0{1,12})?)\Z", trim_whitespace=False
    )
    months = QueryNumber(min_value=1, max_value=MAX_MONTHS)
    method = Choice(choices=METHODS, required=False, default="annuity")

    def validate_annual_rate(self, value: str) -> Decimal:
        return Decimal(value)


class InstalmentRowSerializer(serializers.Serializer[Any]):
    """One month, in rupiah."""

    n = serializers.IntegerField()
    principal = serializers.IntegerField()
    interest = serializers.IntegerField()
    total = serializers.IntegerField()
    balance = serializers.IntegerField()


class InstalmentsSerializer(serializers.Serializer[Any]):
    """The whole table."""

    rows = InstalmentRowSerializer(many=True)
    total_interest = serializers.IntegerField()
