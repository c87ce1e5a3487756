"""A helper's clients through the API, with whose turn it is and until when."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.person import signed_in
from applications.api.serializers.applications import SummarySerializer
from applications.selectors.clients import applications_of_clients, client_page
from common.api.queries import PageQuery, page_answer, read_query
from common.api.schema import endpoint, page_of
from enterprises.models import Member


class ClientsQuery(PageQuery):
    """A page of clients."""


class ClientSerializer(serializers.Serializer[Any]):
    """An enterprise that the person helps, and its open files, those due first before others."""

    enterprise = serializers.IntegerField(source="enterprise_id")
    name = serializers.CharField(source="enterprise.name")
    since = serializers.DateTimeField()
    declared_until = serializers.SerializerMethodField(
        help_text="Without the owner's own consent the helper acts until then; else null."
    )
    files = serializers.SerializerMethodField()

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_declared_until(self, member: Member) -> str | None:
        if member.mandate_id is not None or member.declared_until is None:
            return None
        return member.declared_until.isoformat()

    @extend_schema_field(SummarySerializer(many=True))
    def get_files(self, member: Member) -> Any:
        rows = self.context["files"].get(member.enterprise_id, [])
        return SummarySerializer(rows, many=True).data


class ClientsView(APIView):
    """The enterprises that the person helps."""

    permission_classes = (IsAuthenticated,)

    @endpoint(
        summary="List the enterprises you help",
        operation="clients_list",
        query=[ClientsQuery],
        answers={200: page_of(ClientSerializer)},
    )
    def get(self, request: Request) -> Response:
        query = read_query(request, ClientsQuery)
        page = client_page(signed_in(request), query.get("cursor"))
        files = applications_of_clients([member.enterprise_id for member in page.items])
        rows = ClientSerializer(page.items, many=True, context={"files": files}).data
        return Response(page_answer(request, page, rows))
