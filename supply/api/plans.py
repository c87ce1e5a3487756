"""Plans of orders for programs: asked, answered, and not stored."""

from typing import Final

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.person import signed_in
from common.api.parsing import StrictJSONParser
from common.api.schema import endpoint
from common.errors import TooLarge
from supply.api.permissions import IsStaffOrExporter
from supply.api.serializers import PlanSerializer, ProblemSerializer
from supply.services.plans.for_programs import plan_for

_MOST_BYTES: Final = 4 * 1024 * 1024


class NumbersParser(StrictJSONParser):
    """Reads NaN and Infinity, which are no JSON, so that the refusal names the field with one."""

    strict = False


class PlansView(APIView):
    """Shares one order out among many members."""

    parser_classes = (NumbersParser,)
    permission_classes = (IsStaffOrExporter,)

    @endpoint(
        summary="Plan an export order over many members",
        operation="supply_plan",
        body=ProblemSerializer,
        answers={200: PlanSerializer},
        errors=(413, 415, 503),
    )
    def post(self, request: Request) -> Response:
        if int(request.META.get("CONTENT_LENGTH") or 0) > _MOST_BYTES:
            raise TooLarge("too_large", _("Permintaan terlalu besar: paling banyak 4 MB."))
        plan = plan_for(signed_in(request), dict(request.data))
        return Response(PlanSerializer(plan).data)
