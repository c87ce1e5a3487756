"""The endpoint by which an office records what another agency issued."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.idempotent import idempotent
from accounts.api.person import signed_in
from applications.selectors.access import require_visible
from common.api.parsing import StrictJSONParser, VisibleMultiPartParser
from common.api.schema import endpoint
from permits.api.serializers import OutcomeByIdSerializer, OutcomeSerializer, PermitSerializer
from permits.api.transitions import PermitView
from permits.services.recording import RecordedDocument, Scan, record_outcome


class OutcomeView(PermitView):
    """Where the number, dates and scan of another agency's document are recorded, once."""

    parser_classes = (StrictJSONParser, VisibleMultiPartParser)

    @endpoint(
        summary="Record what another agency issued",
        operation="applications_record_outcome",
        body={
            "multipart/form-data": OutcomeSerializer,
            "application/json": OutcomeByIdSerializer,
        },
        answers={201: PermitSerializer},
        errors=(404, 503, 507),
        writes=True,
    )
    @idempotent
    def post(self, request: Request, application_id: int) -> Response:
        user = signed_in(request)
        require_visible(user, application_id)
        sent = OutcomeSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        values: dict[str, Any] = sent.validated_data
        permit = record_outcome(
            user,
            application_id,
            RecordedDocument(
                number=values["number"],
                issued_on=values["issued_on"],
                valid_until=values["valid_until"],
                looked_up=values.get("looked_up", ""),
                looked_up_on=values["looked_up_on"],
            ),
            _scan(values["document"]),
        )
        return Response(PermitSerializer(permit).data, status=status.HTTP_201_CREATED)


def _scan(document: "UploadedFile[Any] | int") -> Scan:
    if isinstance(document, int):
        return Scan(attachment=document)
    return Scan(upload=document, filename=document.name or "")
