"""The parts of an application that applicants and officials both see."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.enums import Role
from applications.api.serializers.applications import (
    CORRECTION_REASONS,
    STATES,
    TRANSITIONS,
    TURNS,
)
from applications.api.serializers.outside import OutsideSerializer
from applications.models import ObjectionStatus
from applications.selectors.answered import Ending
from applications.selectors.documents import DocumentStatus
from common.api.fields import AnyJson
from common.files.signatures.found import SignatureState
from enterprises.enums import CredentialStatus
from letters.enums import LetterStatus
from programs.shared.violations import ViolationSerializer

ROLES = [str(role) for role in Role]


class SignatureSerializer(serializers.Serializer[Any]):
    """One signature as the file has it; no certificate was checked against an authority.

    `signed_at` is the time that the signer claims, `stamped_at` that of an intact time stamp on the
    signature. `state` says what was signed: the whole file, all of it but for later signatures
    (`signed_again`) or for later changes (`changed`), something else (`broken`), not all of the
    file (`partial`); or it could not be checked.
    """

    signer = serializers.CharField(allow_blank=True)
    signed_at = serializers.DateTimeField(allow_null=True)
    stamped_at = serializers.DateTimeField(allow_null=True)
    is_timestamp = serializers.BooleanField()
    state = serializers.ChoiceField(choices=[str(state) for state in SignatureState])


class FileSerializer(serializers.Serializer[Any]):
    """One attached file; `url` answers with its bytes, `original_url` with a signed PDF as sent."""

    id = serializers.IntegerField()
    filename = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    frozen = serializers.BooleanField()
    url = serializers.URLField()
    original_url = serializers.URLField(allow_null=True)
    signatures = SignatureSerializer(many=True)


class LetterSerializer(serializers.Serializer[Any]):
    """A letter of the office; number, code and `pdf` are null until it is signed."""

    kind = serializers.CharField()
    title = serializers.CharField()
    number = serializers.CharField(allow_null=True)
    verification_code = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(
        choices=[str(each) for each in LetterStatus if each != LetterStatus.CANCELLED]
    )
    valid_until = serializers.DateField(allow_null=True)
    pdf = serializers.URLField(allow_null=True)


class HeldDocumentSerializer(serializers.Serializer[Any]):
    """A document of the enterprise, valid and looked up, that answers a requirement today."""

    kind = serializers.CharField(help_text="The code of the scheme that it came of.")
    number = serializers.CharField()
    holder = serializers.CharField()
    issuer = serializers.CharField()
    issued_on = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)
    issued_here = serializers.BooleanField()
    checked_at = serializers.DateTimeField(
        allow_null=True,
        help_text="When an official looked it up at its issuer; null for the office's own.",
    )
    ending = serializers.ChoiceField(
        choices=[str(each) for each in Ending],
        allow_null=True,
        help_text="soon: within 30 days; before_decision: before the file is decided, by the "
        "service levels.",
    )


class DocumentSerializer(serializers.Serializer[Any]):
    """One requirement, uploaded or not; `id`, `filename`, `url` are of the latest file."""

    requirement = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    required = serializers.BooleanField()  # type: ignore[assignment]
    status = serializers.ChoiceField(choices=[str(status) for status in DocumentStatus])
    id = serializers.IntegerField(allow_null=True)
    filename = serializers.CharField(allow_null=True)
    url = serializers.URLField(allow_null=True)
    files = FileSerializer(many=True)
    answered_by = HeldDocumentSerializer(
        allow_null=True, help_text="What needs no file here, where the status is answered."
    )


class HistorySerializer(serializers.Serializer[Any]):
    """One transition that happened."""

    at = serializers.DateTimeField()
    actor_role = serializers.ChoiceField(choices=ROLES)
    transition = serializers.ChoiceField(choices=TRANSITIONS)
    reason = serializers.CharField(
        help_text=(
            "Empty where none was given. To applicants the reasons of start_review, pass_stage, "
            "recommend and complete are always empty: officials write them to each other."
        )
    )
    from_state = serializers.ChoiceField(choices=STATES)
    to_state = serializers.ChoiceField(choices=STATES)
    stage = serializers.CharField(allow_null=True)


class CorrectionSerializer(serializers.Serializer[Any]):
    """What the office asked to correct."""

    reason = serializers.CharField()
    fields = serializers.ListField(child=serializers.CharField())  # type: ignore[assignment]
    field_reasons = serializers.DictField(
        child=serializers.ChoiceField(choices=CORRECTION_REASONS),
        help_text="What is wrong, by field, where the office said so.",
    )
    asked_at = serializers.DateTimeField()


class MessageSerializer(serializers.Serializer[Any]):
    """A message of the office to the applicant that asks for no correction; it has no answer."""

    at = serializers.DateTimeField()
    text = serializers.CharField()


class OutcomeSerializer(serializers.Serializer[Any]):
    """The decision in the words of the scheme."""

    state = serializers.ChoiceField(choices=["approved", "rejected", "completed"])
    word = serializers.CharField()
    next_step = serializers.CharField()

    def to_representation(self, instance: Any) -> Any:
        """Return these fields and what the kind of programme adds."""
        return {**instance["from_kind"], **super().to_representation(instance)}


@extend_schema_field({"type": "object", "additionalProperties": {}})
class Answers(AnyJson):
    """Answers by their question."""


class ObjectionSerializer(serializers.Serializer[Any]):
    """The objection to the latest refusal, or how long one may be filed.

    `delivered_on` is null while the notice is not known to have arrived; the time to object starts
    the day after it was recorded. The owner files at `objections/`; `filed_on` of one on paper is
    the day on which the office received it.
    """

    state = serializers.ChoiceField(choices=["none", *(str(s) for s in ObjectionStatus)])
    delivered_on = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)
    filed_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    answer = serializers.CharField()


class PermitRowSerializer(serializers.Serializer[Any]):
    """One document of the application; `issued_here` is false where it was only recorded."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    number = serializers.CharField()
    status = serializers.ChoiceField(choices=CredentialStatus.values)
    issued_here = serializers.BooleanField()


class DetailSerializer(serializers.Serializer[Any]):
    """The status of one application."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    scheme = serializers.CharField()
    edition = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    word = serializers.CharField()
    next_step = serializers.CharField()
    stage = serializers.CharField(allow_null=True)
    whose_turn = serializers.ChoiceField(choices=TURNS)
    due_on = serializers.DateField(allow_null=True)
    working_days_left = serializers.IntegerField(allow_null=True)
    submitted_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    answers = Answers()
    documents = DocumentSerializer(many=True)
    violations = ViolationSerializer(many=True)
    missing = serializers.ListField(child=serializers.CharField())
    correction = CorrectionSerializer(allow_null=True)
    allowed_transitions = serializers.ListField(child=serializers.ChoiceField(choices=TRANSITIONS))
    outcome = OutcomeSerializer(allow_null=True)
    lapsed = serializers.BooleanField(
        help_text="Closed by the system, since a correction stayed unanswered."
    )
    objection = ObjectionSerializer(allow_null=True)
    outside = OutsideSerializer(allow_null=True)
    permits = PermitRowSerializer(many=True, source="permit_rows")
    letters = LetterSerializer(many=True)
