"""The owner's turn outside the portal, and the report of it."""

from typing import Any

from rest_framework import serializers

from applications.models import OutsideResult
from applications.policies.outside_steps import MAX_NOTE, MAX_NUMBER
from common.api.fields import Choice, Text


class ReportSerializer(serializers.Serializer[Any]):
    """The result of the step; the application's `outside` says which of the rest is required."""

    result = Choice(
        choices=OutsideResult.values,
        help_text="declined only where `outside.may_decline` is true.",
    )
    number = Text(max_length=MAX_NUMBER, required=False, default="", allow_blank=True)
    note = Text(max_length=MAX_NOTE, required=False, default="", allow_blank=True)
    file = serializers.FileField(
        required=False, allow_empty_file=True, help_text="multipart only: a photo or a PDF."
    )


class OutsideReportSerializer(serializers.Serializer[Any]):
    """One report; `document` is the id of its file, for the document endpoint."""

    stage = serializers.CharField()
    result = serializers.ChoiceField(choices=OutsideResult.values)
    number = serializers.CharField()
    note = serializers.CharField()
    reported_at = serializers.DateTimeField()
    document = serializers.IntegerField(allow_null=True)


class HandedOverSerializer(serializers.Serializer[Any]):
    """One field of another agency's form: what it is called, and what to type there."""

    name = serializers.CharField()
    value = serializers.CharField()


class OutsideSerializer(serializers.Serializer[Any]):
    """The step that waits for the owner outside the portal, if any, and what was reported.

    `stage` is null while none waits. `due_on` is an estimate: without a report the file stays open.
    """

    stage = serializers.CharField(allow_null=True)
    todo = serializers.CharField()
    place = serializers.CharField()
    link = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    number_label = serializers.CharField()
    needs_number = serializers.BooleanField()
    needs_file = serializers.BooleanField()
    may_decline = serializers.BooleanField()
    handed_over = HandedOverSerializer(many=True)
    bring_back = serializers.CharField()
    reports = OutsideReportSerializer(many=True)
