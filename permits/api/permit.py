"""The endpoints of one permit: reading it, stating and answering a change, a met commitment."""

from typing import Any

from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.idempotent import idempotent
from accounts.api.person import signed_in
from common.api.parsing import StrictJSONParser, VisibleMultiPartParser
from common.api.schema import endpoint
from common.errors import DomainError
from permits.api.promised import (
    AnswerChangeSerializer,
    ReportCommitmentSerializer,
    StateChangeSerializer,
    WholePermitSerializer,
    whole,
)
from permits.selectors.permits import permit_for
from permits.services.commitments import report_commitment
from permits.services.variation import answer_change, state_change


class WholePermitView(APIView):
    """Base of the views: every answer is the whole permit, also that of a repeated write."""

    def reread(self, request: Request, stored: Any) -> dict[str, Any] | None:
        """Return the permit of a stored response as the user may see it now, else None."""
        try:
            return self.shown(request, stored["id"])
        except DomainError:
            return None

    def shown(self, request: Request, permit_id: int) -> dict[str, Any]:
        """Return the permit as the person sees it; raises NotFound."""
        return whole(permit_for(signed_in(request), permit_id))


class PermitDetailView(WholePermitView):
    """Shows a permit to its holder's people and to officials of its scope."""

    @endpoint(
        summary="Read a permit",
        operation="permits_read",
        answers={200: WholePermitSerializer},
        errors=(404,),
    )
    def get(self, request: Request, permit_id: int) -> Response:
        return Response(self.shown(request, permit_id))


class ChangesView(WholePermitView):
    """Where the holder states what changed."""

    @endpoint(
        summary="State a change of a permit",
        operation="permits_state_change",
        body=StateChangeSerializer,
        answers={201: WholePermitSerializer},
        errors=(404,),
        writes=True,
    )
    @idempotent
    def post(self, request: Request, permit_id: int) -> Response:
        user = signed_in(request)
        permit_for(user, permit_id)
        sent = StateChangeSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        state_change(user, permit_id, **sent.validated_data)
        return Response(self.shown(request, permit_id), status=status.HTTP_201_CREATED)


class ChangeAnswerView(WholePermitView):
    """Where the permit's office accepts or refuses a stated change, once."""

    @endpoint(
        summary="Answer a stated change",
        operation="permits_answer_change",
        body=AnswerChangeSerializer,
        answers={200: WholePermitSerializer},
        errors=(404,),
        writes=True,
    )
    @idempotent
    def post(self, request: Request, permit_id: int, change_id: int) -> Response:
        user = signed_in(request)
        permit_for(user, permit_id)
        sent = AnswerChangeSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        answer_change(user, permit_id, change_id, said["answer"], said["text"])
        return Response(self.shown(request, permit_id))


class CommitmentView(WholePermitView):
    """Where the holder reports, once, that a commitment is met."""

    parser_classes = (StrictJSONParser, VisibleMultiPartParser)

    @endpoint(
        summary="Report a met commitment",
        operation="permits_report_commitment",
        body={
            "application/json": ReportCommitmentSerializer,
            "multipart/form-data": ReportCommitmentSerializer,
        },
        answers={201: WholePermitSerializer},
        errors=(404, 503, 507),
        writes=True,
    )
    @idempotent
    def post(self, request: Request, permit_id: int, task: str) -> Response:
        user = signed_in(request)
        permit_for(user, permit_id)
        sent = ReportCommitmentSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        file = sent.validated_data.get("file")
        report_commitment(
            user,
            permit_id,
            task,
            number=sent.validated_data["number"],
            upload=file,
            filename=file.name if file else "",
        )
        return Response(self.shown(request, permit_id), status=status.HTTP_201_CREATED)
