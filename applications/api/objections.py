"""The endpoint by which an owner objects to a refusal."""

from django.http import QueryDict
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.idempotent import idempotent
from accounts.api.person import signed_in
from applications.api.applications import ApplicationView, answer
from applications.api.presentation import DETAIL
from applications.api.serializers.objections import (
    ObjectionFormSerializer,
    ObjectionInputSerializer,
)
from applications.selectors.access import application_for, require_visible
from applications.services.objections import file_objection
from common.api.parsing import StrictJSONParser, VisibleMultiPartParser
from common.api.schema import endpoint


class ObjectionsView(ApplicationView):
    """Where an owner objects, as JSON or as a form with a document."""

    parser_classes = (StrictJSONParser, VisibleMultiPartParser)

    @endpoint(
        summary="Object to a refusal",
        operation="objections_create",
        body={
            "application/json": ObjectionInputSerializer,
            "multipart/form-data": ObjectionFormSerializer,
        },
        answers={201: DETAIL},
        errors=(404, 503, 507),
        writes=True,
    )
    @idempotent
    def post(self, request: Request, application_id: int) -> Response:
        user = signed_in(request)
        require_visible(user, application_id)
        is_form = isinstance(request.data, QueryDict)
        sent = (ObjectionFormSerializer if is_form else ObjectionInputSerializer)(data=request.data)
        sent.is_valid(raise_exception=True)
        upload = sent.validated_data.get("file")
        file_objection(
            user,
            application_id,
            grounds=sent.validated_data["grounds"],
            upload=upload,
            filename=upload.name if upload is not None else "",
        )
        told = answer(request, application_for(user, application_id))
        return Response(told, status=status.HTTP_201_CREATED)
