"""The sampling tool: how many pieces of a lot are inspected, and how many bad ones are too many."""

from typing import Any

from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.api.fields import Choice, QueryNumber
from common.api.queries import read_query
from common.api.schema import endpoint
from common.sampling import AQLS, LEVELS, MAX_LOT, MIN_LOT, sampling_plan


class SamplingQuery(serializers.Serializer[Any]):
    """A lot, an inspection level and an acceptance quality limit."""

    lot_size = QueryNumber(min_value=MIN_LOT, max_value=MAX_LOT, help_text="2 to 10^9 pieces.")
    level = Choice(choices=LEVELS)
    aql = Choice(choices=AQLS, help_text="Percent nonconforming; normal inspection.")


class SamplingPlanSerializer(serializers.Serializer[Any]):
    """`code_letter` is the one after the arrows; a sample of the whole lot is 100 % inspection."""

    lot_code_letter = serializers.CharField()
    code_letter = serializers.CharField()
    sample_size = serializers.IntegerField()
    accept = serializers.IntegerField()
    reject = serializers.IntegerField()


class SamplingPlanView(APIView):
    """Single sampling, normal inspection, after ISO 2859-1."""

    permission_classes = (AllowAny,)

    @endpoint(
        summary="Find a sampling plan",
        query=[SamplingQuery],
        answers={200: SamplingPlanSerializer},
        public=True,
    )
    def get(self, request: Request) -> Response:
        query = read_query(request, SamplingQuery)
        plan = sampling_plan(query["lot_size"], query["level"], query["aql"])
        return Response(SamplingPlanSerializer(plan).data)
