"""The endpoint by which an owner reports a step outside the portal."""

from typing import Any

from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.idempotent import idempotent
from accounts.api.person import signed_in
from applications.api.applications import ApplicationView
from applications.api.presentation import DETAIL, detail
from applications.api.serializers.outside import ReportSerializer
from applications.selectors.access import application_for, fetch_relations, require_visible
from applications.services.outside_steps import report_step
from common.api.parsing import StrictJSONParser, VisibleMultiPartParser
from common.api.schema import endpoint


class OutsideReportsView(ApplicationView):
    """Where the step that waits outside the portal is reported, once."""

    parser_classes = (StrictJSONParser, VisibleMultiPartParser)

    @endpoint(
        summary="Report a step outside the portal",
        operation="applications_report_outside",
        body={"application/json": ReportSerializer, "multipart/form-data": ReportSerializer},
        answers={201: DETAIL},
        errors=(404, 503, 507),
        writes=True,
    )
    @idempotent
    def post(self, request: Request, application_id: int) -> Response:
        user = signed_in(request)
        require_visible(user, application_id)
        sent = ReportSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        values: dict[str, Any] = sent.validated_data
        file = values.get("file")
        report_step(
            user,
            application_id,
            result=values["result"],
            number=values["number"],
            note=values["note"],
            upload=file,
            filename=file.name if file else "",
        )
        application = fetch_relations(application_for(user, application_id))
        return Response(detail(request, application, user), status=status.HTTP_201_CREATED)
