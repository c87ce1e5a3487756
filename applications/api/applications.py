"""Endpoints of applications: list, create, read, save answers, perform a transition."""

from typing import Any

from django.db.models import Q
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.idempotent import idempotent
from accounts.api.person import signed_in
from applications.api.permissions import MayApply
from applications.api.presentation import DETAIL, detail
from applications.api.serializers.applications import (
    ANSWERS_BODY,
    AnswersSerializer,
    ApplicationsQuery,
    NewApplicationSerializer,
    SummarySerializer,
    TransitionSerializer,
)
from applications.models import Application
from applications.selectors.access import (
    application_for,
    attach_editions,
    fetch_relations,
    only_list_columns,
    require_visible,
    visible_to,
)
from applications.selectors.queue_filters import in_state
from applications.selectors.state_labels import LAPSED
from applications.services.drafts import create_draft, save_answers
from applications.services.transitions import perform
from common.api.queries import PAGE_SIZE, page_answer, read_query
from common.api.schema import endpoint, page_of
from common.errors import DomainError
from common.lists.paging import keyset_page


class ApplicationView(APIView):
    """Base of the views: a repeated idempotent write is answered with the present application."""

    def reread(self, request: Request, stored: Any) -> dict[str, Any] | None:
        """Return the application of a stored response as the user may see it now, else None."""
        try:
            return answer(request, application_for(signed_in(request), stored["id"]))
        except DomainError:
            return None


class ApplicationsView(ApplicationView):
    """The applications one may see, and the way to a new one."""

    permission_classes = (MayApply,)

    @endpoint(
        summary="List applications",
        operation="applications_list",
        query=[ApplicationsQuery],
        answers={200: page_of(SummarySerializer)},
    )
    def get(self, request: Request) -> Response:
        query = read_query(request, ApplicationsQuery)
        applications = visible_to(signed_in(request))
        if "state" in query:
            applications = applications.filter(_in_state(query["state"]))
        if "scheme" in query:
            applications = applications.filter(scheme__code=query["scheme"])
        page = keyset_page(
            only_list_columns(applications),
            order=("-id",),
            cursor=query.get("cursor"),
            size=PAGE_SIZE,
        )
        attach_editions(page.items)
        return Response(page_answer(request, page, SummarySerializer(page.items, many=True).data))

    @endpoint(
        summary="Begin an application",
        operation="applications_create",
        body=NewApplicationSerializer,
        answers={201: DETAIL},
        errors=(404,),
        writes=True,
    )
    @idempotent
    def post(self, request: Request) -> Response:
        sent = NewApplicationSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        data = sent.validated_data
        created = create_draft(
            signed_in(request),
            scheme=data["scheme"],
            enterprise_id=data["enterprise"],
            answers=data["answers"],
        )
        return Response(answer(request, created), status=status.HTTP_201_CREATED)


class ApplicationDetailView(ApplicationView):
    """One application."""

    @endpoint(
        summary="Read an application",
        operation="applications_read",
        answers={200: DETAIL},
        errors=(404,),
    )
    def get(self, request: Request, application_id: int) -> Response:
        return Response(answer(request, application_for(signed_in(request), application_id)))

    @endpoint(
        summary="Save answers",
        operation="applications_answer",
        body=ANSWERS_BODY,
        answers={200: DETAIL},
        errors=(404,),
        writes=True,
    )
    @idempotent
    def patch(self, request: Request, application_id: int) -> Response:
        user = signed_in(request)
        require_visible(user, application_id)
        sent = AnswersSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        saved = save_answers(user, application_id, sent.validated_data["answers"])
        return Response(answer(request, saved))


class TransitionsView(ApplicationView):
    """Moves an application through its life-cycle."""

    @endpoint(
        summary="Perform a transition",
        operation="applications_transition",
        body=TransitionSerializer,
        answers={200: DETAIL},
        errors=(404,),
        writes=True,
    )
    @idempotent
    def post(self, request: Request, application_id: int) -> Response:
        user = signed_in(request)
        require_visible(user, application_id)
        sent = TransitionSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        data = sent.validated_data
        moved = perform(
            user,
            application_id,
            data["name"],
            reason=data["reason"],
            data=data.get("data", {}),
        )
        return Response(answer(request, moved))


def _in_state(code: str) -> Q:
    """Match a state as the contract names it: what lapsed is withdrawn too."""
    return in_state(code) if code == LAPSED else Q(state=code)


def answer(request: Request, application: Application) -> dict[str, Any]:
    """Return the application as the person of the request may see it."""
    return detail(request, fetch_relations(application), signed_in(request))
