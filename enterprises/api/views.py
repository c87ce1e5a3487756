"""Enterprises through the API."""

from collections.abc import Mapping, Sequence
from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import status
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.idempotent import idempotent
from accounts.api.permissions import IsNotOfficial
from accounts.api.person import signed_in
from accounts.models import User
from common.api.queries import PAGE_SIZE, page_answer, read_query
from common.api.schema import endpoint, page_of
from common.dates import clock
from common.errors import DomainError, FieldError
from common.lists.paging import keyset_page
from common.text.typed import says_nothing
from enterprises.api.serializers import (
    ClassificationQuery,
    ClassificationSerializer,
    EnterpriseInputSerializer,
    EnterpriseRowSerializer,
    EnterprisesQuery,
    OwnEnterpriseProfileSerializer,
    RegisterEnterpriseProfileSerializer,
)
from enterprises.models import Enterprise
from enterprises.permissions import acts_for, require_edit
from enterprises.selectors.classes import classes, classify
from enterprises.selectors.enterprises import get_enterprise_for, visible_to
from enterprises.services.cleaning import FIELDS, clean
from enterprises.services.registration import register, update

PROFILE = PolymorphicProxySerializer(
    component_name="Enterprise",
    serializers=[OwnEnterpriseProfileSerializer, RegisterEnterpriseProfileSerializer],
    resource_type_field_name=None,
)


class EnterpriseView(APIView):
    """What views of enterprises share: a repeated write is answered with fresh figures."""

    def reread(self, request: Request, answer: Any) -> dict[str, Any] | None:
        """Return the enterprise of a stored response as the person may see it now."""
        user = signed_in(request)
        try:
            return _profile(user, get_enterprise_for(user, answer["id"]))
        except DomainError:
            return None


class EnterprisesView(EnterpriseView):
    """The enterprises one may see, and registration of a new one."""

    def get_permissions(self) -> list[BasePermission]:
        return [IsNotOfficial() if self.request.method == "POST" else IsAuthenticated()]

    @endpoint(
        summary="List enterprises",
        operation="enterprises_list",
        query=[EnterprisesQuery],
        answers={200: page_of(EnterpriseRowSerializer)},
    )
    def get(self, request: Request) -> Response:
        query = read_query(request, EnterprisesQuery)
        page = keyset_page(
            visible_to(signed_in(request)),
            order=("-id",),
            cursor=query.get("cursor"),
            size=PAGE_SIZE,
        )
        rows = EnterpriseRowSerializer(page.items, many=True).data
        return Response(page_answer(request, page, rows))

    @endpoint(
        summary="Register an enterprise",
        operation="enterprises_create",
        body=EnterpriseInputSerializer,
        answers={201: OwnEnterpriseProfileSerializer},
        errors=(404,),
        writes=True,
    )
    @idempotent
    def post(self, request: Request) -> Response:
        body = EnterpriseInputSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        user = signed_in(request)
        data = clean(body.validated_data, today=clock.today())
        created = register(user, data, channel="api")
        answer = _profile(user, created, data.warnings)
        return Response(answer, status=status.HTTP_201_CREATED)


class EnterpriseDetailView(EnterpriseView):
    """One enterprise."""

    @endpoint(
        summary="Read an enterprise",
        operation="enterprises_read",
        answers={200: PROFILE},
        errors=(404,),
    )
    def get(self, request: Request, enterprise_id: int) -> Response:
        user = signed_in(request)
        return Response(_profile(user, get_enterprise_for(user, enterprise_id)))

    @endpoint(
        summary="Change an enterprise",
        operation="enterprises_update",
        body=EnterpriseInputSerializer(partial=True),
        answers={200: OwnEnterpriseProfileSerializer},
        errors=(404,),
        writes=True,
    )
    @idempotent
    def patch(self, request: Request, enterprise_id: int) -> Response:
        user = signed_in(request)
        enterprise = get_enterprise_for(user, enterprise_id)
        require_edit(user, enterprise)
        body = EnterpriseInputSerializer(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        sent = body.validated_data
        data = clean({**_as_input(enterprise, sent), **sent}, today=clock.today())
        # Only what was sent: what others changed since the row was read is kept.
        saved = update(user, enterprise, data, names=set(sent))
        return Response(_profile(user, saved, data.warnings))


class ClassificationView(APIView):
    """The classes of amounts by PP 7/2021; nothing is stored."""

    permission_classes = (AllowAny,)

    @endpoint(
        summary="Classify by capital and sales",
        operation="tools_classification",
        query=[ClassificationQuery],
        answers={200: ClassificationSerializer},
        public=True,
    )
    def get(self, request: Request) -> Response:
        query = read_query(request, ClassificationQuery)
        capital = query["owner_capital"] + query["loan_capital"]
        pair = classify(capital, query["annual_sales"], clock.today())
        answer = {
            "class_by_capital": pair.by_capital.value,
            "class_by_sales": pair.by_sales,
            "legal_basis": pair.legal_basis,
        }
        return Response(ClassificationSerializer(answer).data)


def _profile(
    user: User, enterprise: Enterprise, warnings: Sequence[FieldError] = ()
) -> dict[str, Any]:
    context = {"warnings": warnings, "classes": classes(enterprise, clock.today())}
    serializer = (
        OwnEnterpriseProfileSerializer
        if acts_for(user, enterprise)
        else RegisterEnterpriseProfileSerializer
    )
    return dict(serializer(enterprise, context=context).data)


def _as_input(enterprise: Enterprise, sent: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: getattr(enterprise, name) for name in FIELDS}
    if not all(says_nothing(sent.get(name) or "") for name in ("nib", "sku_number")):
        # An owner who adds a number is no longer a candidate, without having to say so.
        values["candidate"] = False
    return {**values, "regency": enterprise.regency_id}
