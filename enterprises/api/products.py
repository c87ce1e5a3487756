"""Products of an enterprise through the API."""

from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.idempotent import idempotent
from accounts.api.permissions import IsNotOfficial
from accounts.api.person import signed_in
from common.api.queries import PAGE_SIZE, page_answer, read_query
from common.api.schema import endpoint, page_of
from common.lists.paging import keyset_page
from enterprises.api.product_serializers import (
    ProductChangeSerializer,
    ProductInputSerializer,
    ProductSerializer,
    ProductsQuery,
)
from enterprises.selectors.enterprises import get_enterprise_for, get_own_enterprise
from enterprises.selectors.products import certificate_keys, own_product, products_of
from enterprises.services.product_data import FIELDS, ProductData, values_of
from enterprises.services.products import add_product, change_product


class ProductsView(APIView):
    """The products that an enterprise sells, and a new one."""

    def get_permissions(self) -> list[BasePermission]:
        return [IsNotOfficial() if self.request.method == "POST" else IsAuthenticated()]

    def admit(self, request: Request, enterprise_id: int) -> None:
        """Raise NotFound for a person who no longer acts for the enterprise."""
        get_own_enterprise(signed_in(request), enterprise_id)

    @endpoint(
        summary="List the products of an enterprise",
        operation="products_list",
        query=[ProductsQuery],
        answers={200: page_of(ProductSerializer)},
        errors=(404,),
    )
    def get(self, request: Request, enterprise_id: int) -> Response:
        enterprise = get_enterprise_for(signed_in(request), enterprise_id)
        query = read_query(request, ProductsQuery)
        page = keyset_page(
            products_of(enterprise).prefetch_related(None).prefetch_related("certificates"),
            order=("-id",),
            cursor=query.get("cursor"),
            size=PAGE_SIZE,
        )
        return Response(page_answer(request, page, ProductSerializer(page.items, many=True).data))

    @endpoint(
        summary="Add a product",
        operation="products_create",
        body=ProductInputSerializer,
        answers={201: ProductSerializer},
        errors=(404,),
        writes=True,
    )
    @idempotent
    def post(self, request: Request, enterprise_id: int) -> Response:
        user = signed_in(request)
        enterprise = get_own_enterprise(user, enterprise_id)
        body = ProductInputSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        product = add_product(user, enterprise, _as_data(body.validated_data))
        return Response(ProductSerializer(product).data, status=status.HTTP_201_CREATED)


class ProductView(APIView):
    """One product of an enterprise that the person acts for."""

    permission_classes: tuple[type[BasePermission], ...] = (IsNotOfficial,)

    def admit(self, request: Request, enterprise_id: int, product_uid: UUID) -> None:
        """Raise NotFound for a person who no longer acts for the enterprise."""
        own_product(signed_in(request), enterprise_id, product_uid)

    @endpoint(
        summary="Read a product",
        operation="products_read",
        answers={200: ProductSerializer},
        errors=(404,),
    )
    def get(self, request: Request, enterprise_id: int, product_uid: UUID) -> Response:
        product = own_product(signed_in(request), enterprise_id, product_uid)
        return Response(ProductSerializer(product).data)

    @endpoint(
        summary="Change a product",
        operation="products_update",
        body=ProductChangeSerializer(partial=True),
        answers={200: ProductSerializer},
        errors=(404,),
        writes=True,
    )
    @idempotent
    def patch(self, request: Request, enterprise_id: int, product_uid: UUID) -> Response:
        user = signed_in(request)
        product = own_product(user, enterprise_id, product_uid)
        body = ProductChangeSerializer(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        sent = dict(body.validated_data)
        in_catalogue = sent.pop("shown_in_catalogue", None)
        stored = values_of(product, certificate_keys(product))
        # Only what was sent: what others changed since the row was read is kept.
        change_product(
            user,
            product,
            _as_data({**stored, **sent}),
            names=set(sent),
            in_catalogue=in_catalogue,
        )
        return Response(ProductSerializer(own_product(user, enterprise_id, product_uid)).data)


def _as_data(values: dict[str, Any]) -> ProductData:
    keys = tuple(sorted(set(values.get("certificates", ()))))
    named = {name: value for name, value in values.items() if name in FIELDS}
    return ProductData(**{**named, "certificates": keys})
