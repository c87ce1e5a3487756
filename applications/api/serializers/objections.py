"""What an owner sends to object to a refusal."""

from typing import Any

from rest_framework import serializers

from applications.services.transitions import MAX_REASON
from common.api.fields import Text


class ObjectionInputSerializer(serializers.Serializer[Any]):
    """Why the owner does not agree."""

    grounds = Text(
        max_length=MAX_REASON,
        help_text="Which part of the reason is wrong, and what is true; 10 characters or more.",
    )


class ObjectionFormSerializer(ObjectionInputSerializer):
    """The same as a form, with a document that shows it."""

    file = serializers.FileField(
        required=False,
        allow_empty_file=True,
        help_text="JPEG, PNG, WebP or PDF, up to 10 MB.",
    )
