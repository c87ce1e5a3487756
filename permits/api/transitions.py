"""The endpoint by which an office changes what a permit is worth."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.idempotent import idempotent
from accounts.api.person import signed_in
from common.api.schema import endpoint
from common.errors import DomainError
from permits.api.serializers import PermitSerializer, PermitTransitionSerializer
from permits.selectors.permits import permit_for
from permits.services.status import change


class PermitView(APIView):
    """Base of the views: a repeated idempotent write is answered with the present permit."""

    def reread(self, request: Request, stored: Any) -> dict[str, Any] | None:
        """Return the permit of a stored response as the user may see it now, else None."""
        try:
            return dict(PermitSerializer(permit_for(signed_in(request), stored["id"])).data)
        except DomainError:
            return None


class PermitTransitionsView(PermitView):
    """Suspends, reinstates, revokes, surrenders or supersedes a permit."""

    @endpoint(
        summary="Change what a permit is worth",
        operation="permits_transition",
        body=PermitTransitionSerializer,
        answers={200: PermitSerializer},
        errors=(404,),
        writes=True,
    )
    @idempotent
    def post(self, request: Request, permit_id: int) -> Response:
        user = signed_in(request)
        permit_for(user, permit_id)
        sent = PermitTransitionSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        permit = change(user, permit_id, sent.validated_data["name"], sent.validated_data["reason"])
        return Response(PermitSerializer(permit).data)
