"""Applications as they are listed, and what may be sent about them."""

from typing import Any, NoReturn

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from applications.enums import CorrectionReason
from applications.kinds.registry import accepted_data
from applications.messages.refusals import STATEMENT
from applications.models import Application
from applications.selectors.clock import due_on_of
from applications.selectors.state_labels import LAPSED
from applications.selectors.status import REVIEW_STATES, turn_of
from applications.services.corrections import MAX_FIELD_LENGTH, MAX_FIELDS
from applications.services.transitions import MAX_REASON
from common.api.fields import Choice, Day, JsonObject, RowId, Text, YesNo
from common.api.queries import PageQuery
from common.text.typed import visible_line
from programs.enums import Opinion, State, Transition, Turn
from programs.shared.codes import SchemeCode, StageCode
from reference.shared.codes import RegencyCode

STATES = [str(state) for state in State]
SUMMARY = (
    "id",
    "number",
    "scheme",
    "edition",
    "state",
    "stage",
    "whose_turn",
    "enterprise",
    "enterprise_name",
    "regency",
    "requested_amount",
    "submitted_at",
    "due_on",
    "lapsed",
)
TURNS = [str(turn) for turn in Turn]
TRANSITIONS = [str(name) for name in Transition]
OPINIONS = [str(opinion) for opinion in Opinion]
CORRECTION_REASONS = [str(reason) for reason in CorrectionReason]


class ApplicationsQuery(PageQuery):
    """Which of the applications one may see."""

    state = Choice(
        choices=[*STATES, LAPSED],
        required=False,
        help_text="lapsed: withdrawn by the system, since a correction stayed unanswered.",
    )
    scheme = SchemeCode(required=False)


class QueueQuery(PageQuery):
    """Which of the waiting files."""

    state = Choice(choices=STATES, required=False)
    stage = StageCode(required=False)
    scheme = SchemeCode(required=False)
    regency = RegencyCode(required=False)
    overdue = Choice(choices=["true", "false"], required=False)


class _WithoutLenderSerializer(serializers.Serializer[Any]):
    """Refuses a lender by name while none can be chosen: who sent it would think it was taken."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        lender = self.initial_data.get("lender")
        is_empty = lender is None or (isinstance(lender, str) and not visible_line(lender))
        if not is_empty:
            text = _("Bank penyalur belum dapat dipilih di sini. Kosongkan, atau hapus bagian ini.")
            raise serializers.ValidationError({"lender": text}, code="lender_unknown")
        return attrs


class NewApplicationSerializer(_WithoutLenderSerializer):
    """A draft to be made; answers may follow later."""

    scheme = SchemeCode()
    enterprise = RowId()
    answers = JsonObject(required=False, default=dict)


class AnswersSerializer(_WithoutLenderSerializer):
    """Answers to be merged into those given before; null clears one."""

    answers = JsonObject()


# Described by hand: generated for PATCH, nothing in it would be required.
ANSWERS_BODY = {
    "application/json": {
        "type": "object",
        "description": AnswersSerializer.__doc__,
        "properties": {"answers": {"type": "object", "additionalProperties": {}}},
        "required": ["answers"],
    }
}


class OpinionField(Choice):
    """The direction of a recommendation; anything else is refused as if it were missing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=OPINIONS, **options)

    def fail(self, key: str, **_values: Any) -> NoReturn:
        message = str(STATEMENT["opinion_required"])
        raise serializers.ValidationError(message, code="opinion_required")


class TransitionDataSerializer(serializers.Serializer[Any]):
    """What some transitions need; anything else is ignored."""

    declaration = YesNo(required=False, help_text="submit: true.")
    fields = serializers.ListField(  # type: ignore[assignment]
        child=Text(max_length=MAX_FIELD_LENGTH),
        max_length=MAX_FIELDS,
        required=False,
        help_text="request_revision: such as answers.purpose, documents.ktp, enterprise.address.",
    )
    field_reasons = serializers.DictField(
        child=Choice(choices=CORRECTION_REASONS),
        required=False,
        help_text="request_revision: what is wrong, by field; only fields that are asked for.",
    )
    opinion = OpinionField(required=False, help_text="recommend: required.")
    open_stages_confirmed = YesNo(
        required=False,
        help_text=(
            "complete, where stages outside the office follow the decision: whether the official "
            "knows that; 400 open_stages_unconfirmed for false, and a reason is owed. Without it "
            "the file is completed, and its history names the stages that were open."
        ),
    )
    stage = Text(
        max_length=40, required=False, help_text="The stage you saw; 409 when it has moved on."
    )


class TransitionSerializer(serializers.Serializer[Any]):
    """One transition by its name."""

    name = Choice(choices=TRANSITIONS)
    reason = Text(
        max_length=MAX_REASON,
        required=False,
        default="",
        allow_blank=True,
        help_text=(
            "recommend, request_revision, approve, reject: at least ten characters with two "
            "different words. A decision against the recommendation needs a reason of its own. "
            "complete: the same where stages outside the office follow the decision."
        ),
    )
    data = TransitionDataSerializer(required=False)  # type: ignore[assignment]

    def to_internal_value(self, data: Any) -> Any:
        """Add what a kind of programme accepts, as it was sent; the kind's guard checks it."""
        values = super().to_internal_value(data)
        if "data" in values:
            values["data"] = accepted_data(values["name"], data["data"]) | values["data"]
        return values


class UploadSerializer(serializers.Serializer[Any]):
    """One file for one requirement."""

    requirement = serializers.CharField(max_length=40)
    file = serializers.FileField(allow_empty_file=True)


class SummarySerializer(serializers.ModelSerializer[Application]):
    """One application in a list; `stage` while it is in review."""

    scheme = serializers.CharField(source="scheme.code")
    edition = serializers.CharField(source="edition.code")
    state = serializers.ChoiceField(choices=STATES)
    stage = serializers.SerializerMethodField()
    whose_turn = serializers.SerializerMethodField()
    enterprise = serializers.IntegerField(source="enterprise_id")
    enterprise_name = serializers.CharField(source="enterprise.name")
    regency = serializers.CharField(source="regency_id")
    due_on = Day(allow_null=True)
    lapsed = serializers.SerializerMethodField(
        help_text="Closed by the system, since a correction stayed unanswered."
    )

    class Meta:
        model = Application
        fields: tuple[str, ...] = SUMMARY

    def to_representation(self, instance: Application) -> dict[str, Any]:
        """Serialise the fields explicitly: a loop over them would take half of a page's time."""
        sent = instance.submitted_at
        due_on = due_on_of(instance)
        return {
            "id": instance.pk,
            "number": instance.number,
            "scheme": instance.scheme.code,
            "edition": instance.edition.code,
            "state": instance.state,
            "stage": self.get_stage(instance),
            "whose_turn": self.get_whose_turn(instance),
            "enterprise": instance.enterprise_id,
            "enterprise_name": instance.enterprise.name,
            "regency": instance.regency_id,
            "requested_amount": instance.requested_amount,
            "submitted_at": self.fields["submitted_at"].to_representation(sent) if sent else None,
            "due_on": due_on.isoformat() if due_on else None,
            "lapsed": self.get_lapsed(instance),
        }

    def get_stage(self, application: Application) -> str | None:
        return stage_code(application)

    def get_lapsed(self, application: Application) -> bool:
        return application.lapsed_at is not None

    def get_whose_turn(self, application: Application) -> str:
        return str(turn_of(application))


class QueueRowSerializer(SummarySerializer):
    """One waiting file."""

    held = serializers.SerializerMethodField(help_text="The caller has taken it.")
    opinion = serializers.SerializerMethodField(help_text="Of the latest recommendation.")

    class Meta(SummarySerializer.Meta):
        fields = (*SUMMARY, "held", "opinion")

    def to_representation(self, instance: Application) -> dict[str, Any]:
        own = {"held": self.get_held(instance), "opinion": self.get_opinion(instance)}
        return {**super().to_representation(instance), **own}

    def get_held(self, application: Application) -> bool:
        return application.claimed_by_id is not None

    @extend_schema_field(serializers.ChoiceField(choices=OPINIONS, allow_null=True))
    def get_opinion(self, application: Application) -> str | None:
        return application.opinion or None


def stage_code(application: Application) -> str | None:
    """Return the stage of a file under review; None before the review and after the decision."""
    if application.state not in REVIEW_STATES or application.stage is None:
        return None
    return str(application.stage.code)
