"""An application as shown to the people of the enterprise."""

from typing import Any

from rest_framework import serializers

from applications.api.serializers.detail import (
    DetailSerializer,
    HistorySerializer,
    MessageSerializer,
)


class OwnEnterpriseSerializer(serializers.Serializer[Any]):
    """Which of one's enterprises applies."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    nib = serializers.CharField()
    regency = serializers.CharField(source="regency_id")


class ApplicantDetailSerializer(DetailSerializer):
    """Officials are named by their role only."""

    seen_as = serializers.ChoiceField(choices=["applicant"])
    enterprise = OwnEnterpriseSerializer()
    history = HistorySerializer(many=True)
    messages = MessageSerializer(many=True, help_text="The newest 50, newest first.")
