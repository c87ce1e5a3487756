"""Helpers, their requests and the owner's consent, as the API shows them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import ConsentText
from accounts.selectors.phones import masked_number
from enterprises.enums import ConsentState, ConsentWay
from enterprises.models import Claim, HelperConsent, Member


class ConsentTextSerializer(serializers.ModelSerializer[ConsentText]):
    """The text that is agreed to."""

    class Meta:
        model = ConsentText
        fields = ("version", "text_id", "text_en")


class HelperConsentSerializer(serializers.ModelSerializer[HelperConsent]):
    """An owner's consent to a helper, both named."""

    way = serializers.ChoiceField(choices=ConsentWay.values)
    state = serializers.ChoiceField(choices=ConsentState.values)
    text_version = serializers.CharField(source="text.version")
    phone = serializers.SerializerMethodField(help_text="Masked; empty where there is none.")

    class Meta:
        model = HelperConsent
        fields = (
            "way",
            "state",
            "owner_name",
            "helper_name",
            "enterprise_name",
            "text_version",
            "phone",
            "asked_at",
            "answered_at",
            "reason",
            "ended_at",
        )

    def get_phone(self, consent: HelperConsent) -> str:
        return masked_number(consent.phone or "")


class HelperSerializer(serializers.ModelSerializer[Member]):
    """A helper who acts now."""

    name = serializers.CharField(source="user.get_full_name")
    consent = HelperConsentSerializer(
        source="mandate",
        allow_null=True,
        help_text="Null while the helper acts on their own word, until `declared_until`.",
    )

    class Meta:
        model = Member
        fields = ("id", "name", "since", "declared_until", "consent")


class HelperRequestSerializer(serializers.ModelSerializer[Claim]):
    """A helper who asks; accepting consents to `consent_text`, both named."""

    owner_name = serializers.SerializerMethodField()
    helper_name = serializers.CharField(source="user.get_full_name")
    enterprise_name = serializers.CharField(source="enterprise.name")
    consent_text = serializers.SerializerMethodField()

    class Meta:
        model = Claim
        fields = (
            "id",
            "owner_name",
            "helper_name",
            "enterprise_name",
            "created_at",
            "consent_text",
        )

    def get_owner_name(self, asked: Claim) -> str:
        return str(self.context["owner"].get_full_name())

    @extend_schema_field(ConsentTextSerializer)
    def get_consent_text(self, asked: Claim) -> Any:
        return self.context["text"]
