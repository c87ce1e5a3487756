"""Violations as every endpoint shows them."""

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from common.law.citation import citation
from programs.enums import Severity
from programs.messages.violations import violation_message
from programs.policies.eligibility import Violation


class ViolationSerializer(serializers.Serializer[Any]):
    """A rule that the facts violate."""

    code = serializers.CharField()
    severity = serializers.ChoiceField(choices=[str(severity) for severity in Severity])
    message = serializers.CharField()
    legal_basis = serializers.CharField(
        allow_null=True, help_text="Null where the text of the rule was not read."
    )
    source = serializers.CharField(  # type: ignore[assignment]
        allow_null=True, help_text="Where the figure was found; null where that is not noted."
    )
    verified = serializers.BooleanField()


def violation_rows(violations: Iterable[Violation]) -> list[dict[str, Any]]:
    """Return violations as rows, with the sentence in the active language."""
    return [
        {
            "code": violation.code,
            "severity": str(violation.severity),
            "message": violation_message(violation),
            "legal_basis": citation(violation) or None,
            "source": violation.source or None,
            "verified": violation.verified,
        }
        for violation in violations
    ]
