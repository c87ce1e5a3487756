"""What the public learns of a document, in the shape of the contract."""

from typing import Any

from rest_framework import serializers

from letters.enums import LetterStatus

_STATUSES = [
    str(each)
    for each in (
        LetterStatus.VALID,
        LetterStatus.SUSPENDED,
        LetterStatus.REVOKED,
        LetterStatus.EXPIRED,
        LetterStatus.SUPERSEDED,
    )
]


class VerifiedSerializer(serializers.Serializer[Any]):
    """What the head of the document states, and what it is worth now.

    `type` is the code of its kind. `sha256` is that of the issued file, "" where the office holds
    none. `issued_here` is false for what another office issued and this portal only recorded.
    """

    status = serializers.ChoiceField(_STATUSES)
    type = serializers.CharField(source="kind")
    number = serializers.CharField()
    holder = serializers.CharField()
    issued_on = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)
    sha256 = serializers.CharField(allow_blank=True)
    issuer = serializers.CharField()
    issued_here = serializers.BooleanField()


class FileSerializer(serializers.Serializer[Any]):
    """The PDF to be checked; it is read once and never stored."""

    file = serializers.FileField(allow_empty_file=True)


class CheckedFileSerializer(serializers.Serializer[Any]):
    """What the file turned out to be.

    `known` tells whether it is, or begins with, a document of the portal. `unchanged` is true for
    a file that is as it was issued or signed, false for one that was changed, and null where its
    original state is unknown. `signed_by` and `signed_at` are those of the document where it is
    known, else what the signature claims, which nobody guarantees.
    """

    known = serializers.BooleanField()
    code = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(_STATUSES, allow_null=True)
    unchanged = serializers.BooleanField(allow_null=True)
    signature = serializers.ChoiceField(["intact", "broken", "none"])
    signed_by = serializers.CharField(allow_null=True)
    signed_at = serializers.DateTimeField(allow_null=True)
