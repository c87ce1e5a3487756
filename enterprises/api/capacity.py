"""What the next weeks of an enterprise keep for pooled orders, through the API."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.idempotent import idempotent
from accounts.api.permissions import IsNotOfficial
from accounts.api.person import signed_in
from common.api.queries import read_query
from common.api.schema import endpoint
from common.dates import clock
from common.errors import InvalidInput
from enterprises.api.product_serializers import (
    CapacityInputSerializer,
    CapacityQuery,
    CapacitySerializer,
)
from enterprises.models import Enterprise, Product
from enterprises.policies.capacity import part_free, weeks_from
from enterprises.selectors.capacity import planned_weeks
from enterprises.selectors.enterprises import get_own_enterprise
from enterprises.selectors.products import products_of
from enterprises.services.capacity_statements import state_capacity


class CapacityView(APIView):
    """The weeks of an enterprise that the person acts for."""

    permission_classes: tuple[type[BasePermission], ...] = (IsNotOfficial,)

    def admit(self, request: Request, enterprise_id: int) -> None:
        """Raise NotFound for a person who no longer acts for the enterprise."""
        get_own_enterprise(signed_in(request), enterprise_id)

    @endpoint(
        summary="Read what the next weeks keep for pooled orders",
        operation="capacity_read",
        query=[CapacityQuery],
        answers={200: CapacitySerializer},
        errors=(404,),
    )
    def get(self, request: Request, enterprise_id: int) -> Response:
        enterprise = get_own_enterprise(signed_in(request), enterprise_id)
        count = read_query(request, CapacityQuery)["weeks"]
        return Response(_answer(enterprise, weeks_from(clock.today(), count)))

    @endpoint(
        summary="State what weeks keep for pooled orders",
        operation="capacity_state",
        body=CapacityInputSerializer,
        answers={200: CapacitySerializer},
        errors=(404,),
        writes=True,
    )
    @idempotent
    def put(self, request: Request, enterprise_id: int) -> Response:
        user = signed_in(request)
        enterprise = get_own_enterprise(user, enterprise_id)
        body = CapacityInputSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        free = _free(enterprise, body.validated_data["weeks"])
        state_capacity(user, enterprise, free)
        first, last = min(free), max(free)
        count = (last - first).days // 7 + 1
        return Response(_answer(enterprise, weeks_from(first, count)))


def _free(enterprise: Enterprise, rows: Sequence[dict[str, Any]]) -> dict[date, int]:
    """Return the parts by week; raises InvalidInput for a week named twice, an unknown product."""
    uids = {row["product"] for row in rows if "product" in row}
    found = products_of(enterprise).prefetch_related(None).filter(uid__in=uids)
    products = {product.uid: product for product in found}
    free: dict[date, int] = {}
    for row in rows:
        if row["week"] in free:
            raise InvalidInput("week_twice", _("Satu pekan disebut dua kali."), field="weeks")
        free[row["week"]] = _part(row, products)
    return free


def _part(row: dict[str, Any], products: dict[Any, Product]) -> int:
    if "free_thousandths" in row:
        return int(row["free_thousandths"])
    product = products.get(row["product"])
    if product is None:
        raise InvalidInput("unknown_product", _("Produk tidak ditemukan."), field="weeks")
    return part_free(row["pieces"], product.trusted_capacity)


def _answer(enterprise: Enterprise, weeks: Sequence[date]) -> dict[str, Any]:
    planned = planned_weeks(enterprise, weeks)
    short = [each.week for each in planned if each.is_short]
    return dict(CapacitySerializer({"weeks": planned, "short_weeks": short}).data)
