"""The input and output of the endpoints of permits."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.fields import MAX_BIGINT, Choice, Day, RowId, Text
from enterprises.enums import CredentialStatus
from permits.enums import LookUp
from permits.policies.status_table import ACTIONS

_MOST_REASON = 4000
# Longer than any number; the service says in words what is too long.
_MOST_NUMBER = 1000


@extend_schema_field(OpenApiTypes.BINARY)
class FileOrRow(serializers.Field[Any, Any, Any, Any]):
    """A file, or the id of a document of the application: a number, in multipart its digits."""

    default_error_messages = {"invalid": _("Unggah berkas, atau sebut id dokumen berkas ini.")}

    def to_internal_value(self, data: Any) -> "UploadedFile[Any] | int":
        if isinstance(data, UploadedFile):
            return data
        if isinstance(data, str) and data.isascii() and data.isdigit() and len(data) < 20:
            data = int(data)
        is_row = isinstance(data, int) and not isinstance(data, bool)
        if not is_row or not 0 < data <= MAX_BIGINT:
            self.fail("invalid")
        return int(data)

    def to_representation(self, value: Any) -> Any:
        return value


class _OutcomeFields(serializers.Serializer[Any]):
    number = Text(max_length=_MOST_NUMBER)
    issued_on = Day()
    valid_until = Day(required=False, allow_null=True, default=None)
    looked_up = Choice(
        choices=LookUp.values,
        required=False,
        help_text="How an official looked it up at its issuer. Left out with a file: an official "
        "copy, today; left out with a document of the owner: not looked up yet.",
    )
    looked_up_on = Day(required=False, allow_null=True, default=None)


class OutcomeSerializer(_OutcomeFields):
    """What another agency issued; `document` is a file, or the id of a document of the file."""

    document = FileOrRow()


class OutcomeByIdSerializer(_OutcomeFields):
    """The same in JSON, where `document` is the id of a document of the application."""

    document = RowId()


class PermitTransitionSerializer(serializers.Serializer[Any]):
    """What is done to the permit, and why; its holder reads the reason."""

    name = Choice(choices=list(ACTIONS))
    reason = Text(max_length=_MOST_REASON)


class PermitSerializer(serializers.Serializer[Any]):
    """One permit; `looked_up` is null while it is only what the owner says."""

    id = serializers.IntegerField()
    application = serializers.IntegerField(source="application_id", allow_null=True)
    kind = serializers.CharField()
    number = serializers.CharField()
    holder = serializers.CharField()
    issuer = serializers.CharField()
    issued_on = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)
    status = serializers.ChoiceField(choices=CredentialStatus.values)
    issued_here = serializers.BooleanField()
    looked_up = serializers.SerializerMethodField()
    looked_up_on = serializers.DateField(allow_null=True)
    verification_code = serializers.CharField(source="code")

    @extend_schema_field(serializers.ChoiceField(choices=LookUp.values, allow_null=True))
    def get_looked_up(self, permit: Any) -> str | None:
        """Return how it was looked up; null where it was not."""
        return permit.looked_up or None
