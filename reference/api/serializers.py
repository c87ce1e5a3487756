"""Input and output of the calendar tool."""

from datetime import date
from typing import Any

from rest_framework import serializers

from common.api.fields import Day, QueryNumber
from common.dates.working_days import MAX_DAYS

# There is no calendar before, and none can be predicted after.
FIRST_DAY = date(1946, 1, 1)
LAST_DAY = date(2200, 12, 31)


class WorkingDaysQuery(serializers.Serializer[Any]):
    """From which day, how many working days."""

    start = Day(help_text="The day before the first counted day; 1946 to 2200.")
    days = QueryNumber(min_value=0, max_value=MAX_DAYS, help_text="0 to 3660.")

    def validate_start(self, value: date) -> date:
        if not FIRST_DAY <= value <= LAST_DAY:
            self.fields["start"].fail("invalid")
        return value


class SkippedDaySerializer(serializers.Serializer[Any]):
    """A day that was not counted, and why."""

    date = serializers.DateField()
    reason = serializers.CharField()


class WorkingDaysSerializer(serializers.Serializer[Any]):
    """The last counted day."""

    due_on = serializers.DateField()
    skipped = SkippedDaySerializer(many=True)
