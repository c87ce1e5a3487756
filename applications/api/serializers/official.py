"""An application as shown to an official in whose scope it is."""

from typing import Any

from rest_framework import serializers

from applications.api.serializers.applications import OPINIONS
from applications.api.serializers.detail import (
    DetailSerializer,
    HistorySerializer,
    MessageSerializer,
)
from common.text.formats import mask_tail
from enterprises.models import Enterprise


class ApplyingEnterpriseSerializer(serializers.ModelSerializer[Enterprise]):
    """The profile behind a file, its classes in the context; the NIK is masked here too."""

    nik = serializers.SerializerMethodField()
    has_npwp = serializers.SerializerMethodField()
    regency = serializers.CharField(source="regency_id")
    class_by_capital = serializers.SerializerMethodField()
    class_by_sales = serializers.SerializerMethodField()

    class Meta:
        model = Enterprise
        fields = (
            "id",
            "name",
            "legal_form",
            "nib",
            "sku_number",
            "candidate",
            "nik",
            "has_npwp",
            "regency",
            "address",
            "sector",
            "kbli",
            "kbli_version",
            "founded_on",
            "annual_sales",
            "workers",
            "class_by_capital",
            "class_by_sales",
        )

    def get_nik(self, enterprise: Enterprise) -> str:
        return mask_tail(enterprise.nik)

    def get_has_npwp(self, enterprise: Enterprise) -> bool:
        return enterprise.npwp_index is not None

    def get_class_by_capital(self, _enterprise: Enterprise) -> str:
        return str(self.context["classes"].by_capital)

    def get_class_by_sales(self, _enterprise: Enterprise) -> str | None:
        by_sales = self.context["classes"].by_sales
        return str(by_sales) if by_sales else None


class NamedHistorySerializer(HistorySerializer):
    """One transition, who made it, and the direction of a recommendation."""

    actor_name = serializers.CharField()
    opinion = serializers.ChoiceField(
        choices=OPINIONS,
        allow_null=True,
        help_text="recommend: its direction; null for one from before directions were recorded.",
    )
    against_recommendation = serializers.BooleanField(
        help_text="approve after a negative recommendation, reject after a positive one."
    )


class SignedMessageSerializer(MessageSerializer):
    """A message to the applicant, and who wrote it."""

    author = serializers.CharField()


class OfficialDetailSerializer(DetailSerializer):
    """With the profile, the names of colleagues and who holds the file."""

    seen_as = serializers.ChoiceField(choices=["official"])
    enterprise = ApplyingEnterpriseSerializer()
    history = NamedHistorySerializer(many=True)
    messages = SignedMessageSerializer(many=True, help_text="The newest 50, newest first.")
    claimed_by = serializers.CharField(allow_null=True)
    verdict_at_submission: Any = serializers.JSONField(allow_null=True)
