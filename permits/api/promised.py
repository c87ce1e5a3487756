"""The input and output of endpoints about what the holder of a permit promised and stated."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from applications.policies.outside_steps import MAX_NUMBER
from common.api.fields import Choice, Day, Text
from permits.api.serializers import PermitSerializer
from permits.enums import ChangeAnswer, CommitmentTask, Particular
from permits.models import Permit
from permits.selectors.changes import changes_of
from permits.selectors.commitments import commitments_of

# Longer than any text that is taken; the service says in words what is too long.
_MOST_TEXT = 4000


class StateChangeSerializer(serializers.Serializer[Any]):
    """Which particular changed, what it is now, since which day, and why."""

    particular = Choice(
        choices=Particular.values, help_text="product only of what another agency issued."
    )
    value = Text(max_length=_MOST_TEXT)
    since = Day()
    reason = Text(max_length=_MOST_TEXT)


class AnswerChangeSerializer(serializers.Serializer[Any]):
    """The office's answer; the holder reads the text."""

    answer = Choice(choices=ChangeAnswer.values)
    text = Text(max_length=_MOST_TEXT)


class ReportCommitmentSerializer(serializers.Serializer[Any]):
    """The proof that a commitment is met: its number, a file, or both."""

    number = Text(max_length=MAX_NUMBER, required=False, default="", allow_blank=True)
    file = serializers.FileField(
        required=False, allow_empty_file=True, help_text="multipart only: a photo or a PDF."
    )


class CommitmentSerializer(serializers.Serializer[Any]):
    """One thing promised with the permit; `document` is the id of the file of its report."""

    task = serializers.ChoiceField(choices=CommitmentTask.values)
    due_on = serializers.DateField()
    number = serializers.CharField()
    document = serializers.IntegerField(source="attachment_id", allow_null=True)
    reported_at = serializers.DateTimeField(allow_null=True)


class StatedChangeSerializer(serializers.Serializer[Any]):
    """A change that the holder stated; `answer` is null while it waits for the office."""

    id = serializers.IntegerField()
    particular = serializers.ChoiceField(choices=Particular.values)
    value = serializers.CharField()
    since = serializers.DateField()
    reason = serializers.CharField()
    asked_at = serializers.DateTimeField()
    answer = serializers.SerializerMethodField()
    answer_text = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(serializers.ChoiceField(choices=ChangeAnswer.values, allow_null=True))
    def get_answer(self, change: Any) -> str | None:
        """Return the answer; null where there is none yet."""
        return change.answer or None


class WholePermitSerializer(PermitSerializer):
    """One permit with what its holder promised and stated about it, the oldest first."""

    commitments = CommitmentSerializer(many=True)
    changes = StatedChangeSerializer(many=True)


def whole(permit: Permit) -> dict[str, Any]:
    """Return what `WholePermitSerializer` describes."""
    commitments = commitments_of([permit]).get(permit.pk, [])
    return {
        **PermitSerializer(permit).data,
        "commitments": CommitmentSerializer(commitments, many=True).data,
        "changes": StatedChangeSerializer(changes_of(permit), many=True).data,
    }
