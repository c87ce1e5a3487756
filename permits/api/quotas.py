"""The endpoint of quotas: officials read those of their scope, an administrator sets their own."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.idempotent import idempotent
from accounts.api.permissions import IsOfficial
from accounts.api.person import signed_in
from common.api.fields import Text, WholeNumber
from common.api.queries import PAGE_SIZE, PageQuery, page_answer, read_query
from common.api.schema import endpoint, page_of
from common.lists.paging import keyset_page
from permits.models import SlotQuota
from permits.selectors.slots import quotas_in_scope
from permits.services.slots import MAX_PLACES, set_places

_MOST_CODE = 40
_MOST_YEAR = 9999


class SetQuotaSerializer(serializers.Serializer[Any]):
    """How many places an office gives; `regency` null is the province's office."""

    scheme = Text(max_length=_MOST_CODE)
    regency = Text(max_length=_MOST_CODE, allow_null=True)
    year = WholeNumber(min_value=1, max_value=_MOST_YEAR)
    places = WholeNumber(min_value=0, max_value=MAX_PLACES)


class QuotaSerializer(serializers.Serializer[Any]):
    """The places of one scheme, year and office; `used` are taken and not freed."""

    id = serializers.IntegerField()
    scheme = serializers.CharField(source="kind")
    regency = serializers.CharField(source="regency_id", allow_null=True)
    year = serializers.IntegerField()
    places = serializers.IntegerField()
    used = serializers.IntegerField()
    left = serializers.SerializerMethodField()
    set_at = serializers.DateTimeField()

    def get_left(self, quota: SlotQuota) -> int:
        """Return how many places may still be given."""
        return quota.places - quota.used


class QuotasView(APIView):
    """Quotas of the person's scope, the latest year first."""

    permission_classes = (IsOfficial,)

    def reread(self, request: Request, stored: Any) -> dict[str, Any] | None:
        """Return the quota of a stored response as the user may see it now, else None."""
        quota = quotas_in_scope(signed_in(request)).filter(pk=stored["id"]).first()
        return dict(QuotaSerializer(quota).data) if quota is not None else None

    @endpoint(
        summary="List quotas",
        operation="permits_list_quotas",
        query=[PageQuery],
        answers={200: page_of(QuotaSerializer)},
    )
    def get(self, request: Request) -> Response:
        page = keyset_page(
            quotas_in_scope(signed_in(request)),
            order=("-year", "-id"),
            cursor=read_query(request, PageQuery).get("cursor"),
            size=PAGE_SIZE,
        )
        return Response(page_answer(request, page, QuotaSerializer(page.items, many=True).data))

    @endpoint(
        summary="Set the places of a quota",
        operation="permits_set_quota",
        body=SetQuotaSerializer,
        answers={200: QuotaSerializer},
        writes=True,
    )
    @idempotent
    def post(self, request: Request) -> Response:
        sent = SetQuotaSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        quota = set_places(
            signed_in(request), said["scheme"], said["regency"], said["year"], said["places"]
        )
        return Response(QuotaSerializer(quota).data)
