"""Helpers of an enterprise through the API: its owner sees, invites, approves and ends them."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers, status
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.idempotent import idempotent
from accounts.api.permissions import IsNotOfficial
from accounts.api.person import signed_in
from accounts.enums import ConsentPurpose
from accounts.models import User
from accounts.selectors.consent import current_text
from common.api.fields import Text, YesNo
from common.api.queries import PAGE_SIZE, PageQuery, page_answer, read_query
from common.api.schema import endpoint, page_of
from common.dates import clock
from common.errors import InvalidInput
from common.lists.paging import keyset_page
from enterprises.api.helper_serializers import (
    ConsentTextSerializer,
    HelperRequestSerializer,
    HelperSerializer,
)
from enterprises.enums import MemberRole
from enterprises.models import Enterprise
from enterprises.selectors.claims import open_claims_of_helpers
from enterprises.selectors.enterprises import get_own_enterprise
from enterprises.selectors.members import acting_people
from enterprises.services.helper_access import (
    answer_helper,
    approve_helper,
    end_helper,
    require_choice,
)
from enterprises.services.invitations import invite


class HelpersQuery(PageQuery):
    """A page of helpers or requests."""


class InvitationSerializer(serializers.Serializer[Any]):
    """The helper whom the owner invites."""

    email = Text(max_length=254, help_text="The helper's address.")


class ApprovalSerializer(serializers.Serializer[Any]):
    """The owner's own consent to the text that they were shown."""

    text_version = Text(
        max_length=20, help_text="Of the text that the owner has read: `consent_text.version`."
    )


class AnswerSerializer(serializers.Serializer[Any]):
    """The owner's answer to a helper who asks."""

    accept = YesNo()
    text_version = Text(
        max_length=20,
        required=False,
        allow_blank=True,
        default="",
        help_text="Required to accept: `consent_text.version`.",
    )


class OfOwnersView(APIView):
    """What the owner's endpoints share."""

    permission_classes: tuple[type[BasePermission], ...] = (IsNotOfficial,)

    def admit(self, request: Request, enterprise_id: int, *_key: int, **_keys: int) -> None:
        """Raise for a person who no longer chooses its helpers, also on a repeated request."""
        self.enterprise(request, enterprise_id)

    def enterprise(self, request: Request, enterprise_id: int) -> tuple[User, Enterprise]:
        """Return the person and the enterprise whose helpers they choose.

        Raises NotFound for others' enterprises, NotPermitted for helpers and plain members.
        """
        user = signed_in(request)
        enterprise = get_own_enterprise(user, enterprise_id)
        require_choice(user, enterprise)
        return user, enterprise


class HelpersView(OfOwnersView):
    """The helpers who act now, and an invitation of another."""

    @endpoint(
        summary="List the helpers of your enterprise",
        operation="helpers_list",
        query=[HelpersQuery],
        answers={200: page_of(HelperSerializer)},
        errors=(404,),
    )
    def get(self, request: Request, enterprise_id: int) -> Response:
        _user, enterprise = self.enterprise(request, enterprise_id)
        query = read_query(request, HelpersQuery)
        helpers = acting_people(enterprise).filter(role=MemberRole.HELPER)
        page = keyset_page(
            helpers.select_related("user", "mandate__text"),
            order=("-id",),
            cursor=query.get("cursor"),
            size=PAGE_SIZE,
        )
        return Response(page_answer(request, page, HelperSerializer(page.items, many=True).data))

    @endpoint(
        summary="Invite a helper",
        operation="helpers_invite",
        body=InvitationSerializer,
        answers={202: InvitationSerializer},
        errors=(404,),
        writes=True,
    )
    @idempotent
    def post(self, request: Request, enterprise_id: int) -> Response:
        user, enterprise = self.enterprise(request, enterprise_id)
        body = InvitationSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        invite(user, enterprise, body.validated_data["email"])
        return Response(body.validated_data, status=status.HTTP_202_ACCEPTED)


class HelperView(OfOwnersView):
    """One helper: the owner's own consent to them, and the end of their help."""

    @endpoint(
        summary="Consent to a helper who acts on their word so far",
        operation="helpers_approve",
        body=ApprovalSerializer,
        answers={200: HelperSerializer},
        errors=(404,),
        writes=True,
    )
    @idempotent
    def post(self, request: Request, enterprise_id: int, member_id: int) -> Response:
        user, enterprise = self.enterprise(request, enterprise_id)
        body = ApprovalSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        _require_current(body.validated_data["text_version"])
        approve_helper(user, enterprise, member_id, channel="api")
        member = acting_people(enterprise).select_related("user", "mandate__text").get(pk=member_id)
        return Response(HelperSerializer(member).data)

    @endpoint(
        summary="End a helper",
        operation="helpers_end",
        answers={204: None},
        errors=(404,),
        writes=True,
    )
    @idempotent
    def delete(self, request: Request, enterprise_id: int, member_id: int) -> Response:
        user, enterprise = self.enterprise(request, enterprise_id)
        end_helper(user, enterprise, member_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class HelperRequestsView(OfOwnersView):
    """The helpers who ask the owner for consent, with the text to be read first."""

    @endpoint(
        summary="List the helpers who ask for your consent",
        operation="helper_requests_list",
        query=[HelpersQuery],
        answers={200: page_of(HelperRequestSerializer)},
        errors=(404,),
    )
    def get(self, request: Request, enterprise_id: int) -> Response:
        user, enterprise = self.enterprise(request, enterprise_id)
        query = read_query(request, HelpersQuery)
        page = keyset_page(
            open_claims_of_helpers(enterprise).order_by("-id"),
            order=("-id",),
            cursor=query.get("cursor"),
            size=PAGE_SIZE,
        )
        text = ConsentTextSerializer(current_text(ConsentPurpose.ON_BEHALF, clock.today())).data
        context = {"owner": user, "text": text}
        rows = HelperRequestSerializer(page.items, many=True, context=context).data
        return Response(page_answer(request, page, rows))


class HelperRequestView(OfOwnersView):
    """One request: the owner agrees or not."""

    @endpoint(
        summary="Answer a helper who asks for your consent",
        operation="helper_requests_answer",
        body=AnswerSerializer,
        answers={200: AnswerSerializer},
        errors=(404,),
        writes=True,
    )
    @idempotent
    def post(self, request: Request, enterprise_id: int, claim_id: int) -> Response:
        user, enterprise = self.enterprise(request, enterprise_id)
        body = AnswerSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        sent = body.validated_data
        if sent["accept"]:
            _require_current(sent["text_version"])
        answer_helper(user, enterprise, claim_id, accept=sent["accept"], channel="api")
        return Response(AnswerSerializer(sent).data)


def _require_current(version: str) -> None:
    """Raise InvalidInput unless this is the version of the text in force, which was to be read."""
    if version != current_text(ConsentPurpose.ON_BEHALF, clock.today()).version:
        text = _("Baca teks persetujuan yang berlaku, lalu kirim versinya.")
        raise InvalidInput("text_version", text, field="text_version")
