"""The calendar tool."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.api.queries import read_query
from common.api.schema import endpoint
from common.dates.working_days import add_working_days, skipped
from reference.api.serializers import WorkingDaysQuery, WorkingDaysSerializer
from reference.selectors.calendar import closed_days, horizon

_WEEKEND = {"saturday": _("Sabtu"), "sunday": _("Minggu")}


class WorkingDaysView(APIView):
    """Counts working days in Jakarta from the day after `start`."""

    permission_classes = (AllowAny,)

    @endpoint(
        summary="Count working days",
        query=[WorkingDaysQuery],
        answers={200: WorkingDaysSerializer},
        public=True,
    )
    def get(self, request: Request) -> Response:
        query = read_query(request, WorkingDaysQuery)
        start: date = query["start"]
        closed = closed_days(start, horizon(start, query["days"]))
        due_on = add_working_days(start, query["days"], closed)
        answer = {
            "due_on": due_on,
            "skipped": [
                {"date": day, "reason": str(_WEEKEND.get(reason, reason))}
                for day, reason in skipped(start, due_on, closed)
            ],
        }
        return Response(WorkingDaysSerializer(answer).data)
