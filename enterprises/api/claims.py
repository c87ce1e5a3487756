"""Claims on registered enterprises through the API: filed as on the page, and followed."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, status
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.idempotent import idempotent
from accounts.api.permissions import IsNotOfficial
from accounts.api.person import signed_in
from accounts.models import User
from common.api.fields import Text, YesNo
from common.api.parsing import StrictJSONParser, VisibleMultiPartParser
from common.api.queries import PAGE_SIZE, PageQuery, page_answer, read_query
from common.api.schema import endpoint, page_of
from common.errors import DomainError, InvalidInput
from common.lists.paging import keyset_page
from common.text.formats import mask_tail
from enterprises.enums import BESIDE, ClaimBasis, ClaimState, Position
from enterprises.models import Claim
from enterprises.selectors.claims import claims_of, own_claim
from enterprises.services.claims import Succession, claim


class ClaimsQuery(PageQuery):
    """A page of claims."""


class ClaimInputSerializer(serializers.Serializer[Any]):
    """What the page of a claim asks for."""

    nib = Text(
        max_length=60,
        required=False,
        allow_blank=True,
        allow_null=True,
        help_text="13 digits; without it the sole proprietor's enterprise of that NIK is claimed.",
    )
    nik = Text(max_length=60, help_text="16 digits, the claimant's own; never returned.")
    consent = YesNo(
        required=False,
        default=False,
        help_text="Required of helpers: the owner has agreed that they act on their behalf.",
    )


@extend_schema_field({"type": "string", "enum": ["true", "false"]})
class FormYesNo(YesNo):
    """Yes or no in a form, where there is text only."""

    def to_internal_value(self, data: Any) -> bool:
        return super().to_internal_value({"true": True, "false": False}.get(data, data))


class SuccessorInputSerializer(ClaimInputSerializer):
    """The same as a form, with what a successor shows."""

    basis = serializers.ChoiceField(
        choices=ClaimBasis.values,
        required=False,
        default=ClaimBasis.NUMBERS.value,
        help_text="minutes: the new chair or director; appointed: beside the chair or director; "
        "heirs: the owner has died.",
    )
    position = serializers.ChoiceField(
        choices=[each.value for each in BESIDE],
        required=False,
        help_text="Of appointed: what the minutes appoint the claimant to.",
    )
    evidence = serializers.FileField(
        required=False,
        allow_empty_file=True,
        help_text="The minutes or the statement of heirs: JPEG, PNG, WebP or PDF, up to 10 MB. "
        "Required unless the basis is numbers; then the NIB is, too.",
    )
    consent = FormYesNo(required=False, default=False)


class ClaimSerializer(serializers.ModelSerializer[Claim]):
    """One of the person's own claims; it does not say who acts for the enterprise."""

    state = serializers.ChoiceField(choices=ClaimState.values)
    basis = serializers.ChoiceField(choices=ClaimBasis.values)
    position = serializers.ChoiceField(
        choices=[each.value for each in BESIDE],
        allow_blank=True,
        help_text="Of appointed; else empty.",
    )
    nib = serializers.SerializerMethodField(
        help_text="Masked until the claim is accepted: a claim by NIK alone does not reveal it. "
        "Null where there is none yet."
    )
    enterprise = serializers.SerializerMethodField(help_text="Its id, once the claim is accepted.")
    reason = serializers.CharField(help_text="Why it was accepted or refused.", allow_blank=True)

    class Meta:
        model = Claim
        fields = (
            "id",
            "state",
            "basis",
            "position",
            "nib",
            "enterprise",
            "reason",
            "created_at",
            "decided_at",
        )

    def get_nib(self, own: Claim) -> str | None:
        nib = own.enterprise.nib
        if nib is None:
            return None
        return nib if own.state == ClaimState.ACCEPTED else mask_tail(nib)

    def get_enterprise(self, own: Claim) -> int | None:
        return own.enterprise_id if own.state == ClaimState.ACCEPTED else None


class ClaimsView(APIView):
    """The person's own claims, and a new one, as JSON or as a form with a file."""

    parser_classes = (StrictJSONParser, VisibleMultiPartParser)

    def get_permissions(self) -> list[BasePermission]:
        return [IsNotOfficial() if self.request.method == "POST" else IsAuthenticated()]

    @endpoint(
        summary="List your claims of enterprises",
        operation="claims_list",
        query=[ClaimsQuery],
        answers={200: page_of(ClaimSerializer)},
    )
    def get(self, request: Request) -> Response:
        query = read_query(request, ClaimsQuery)
        page = keyset_page(
            claims_of(signed_in(request)),
            order=("-id",),
            cursor=query.get("cursor"),
            size=PAGE_SIZE,
        )
        rows = ClaimSerializer(page.items, many=True).data
        return Response(page_answer(request, page, rows))

    @endpoint(
        summary="Claim a registered enterprise",
        operation="claims_create",
        body={
            "application/json": ClaimInputSerializer,
            "multipart/form-data": SuccessorInputSerializer,
        },
        answers={201: ClaimSerializer},
        errors=(404, 503, 507),
        writes=True,
    )
    @idempotent
    def post(self, request: Request) -> Response:
        user = signed_in(request)
        is_form = isinstance(request.data, QueryDict)
        body = (SuccessorInputSerializer if is_form else ClaimInputSerializer)(data=request.data)
        body.is_valid(raise_exception=True)
        sent = body.validated_data
        _require_consent(user, given=sent["consent"])
        succession = _succession(sent)
        try:
            filed = claim(
                user, sent.get("nib") or "", sent["nik"], channel="api", succession=succession
            )
        except DomainError as error:
            # The document store uses this name, whatever the form calls it.
            error.field = "evidence" if error.field == "file" else error.field
            raise
        return Response(ClaimSerializer(filed).data, status=status.HTTP_201_CREATED)


class ClaimDetailView(APIView):
    """One of the person's own claims."""

    @endpoint(
        summary="Read a claim of an enterprise",
        operation="claims_read",
        answers={200: ClaimSerializer},
        errors=(404,),
    )
    def get(self, request: Request, claim_id: int) -> Response:
        return Response(ClaimSerializer(own_claim(signed_in(request), claim_id)).data)


def _require_consent(user: User, *, given: bool) -> None:
    if user.is_helper and not given:
        raise InvalidInput(
            "consent_required",
            _("Nyatakan bahwa pemilik usaha sudah setuju. Tanpa itu tidak dapat lanjut."),
            field="consent",
        )


def _succession(sent: Mapping[str, Any]) -> Succession | None:
    basis = ClaimBasis(sent.get("basis", ClaimBasis.NUMBERS))
    if basis == ClaimBasis.NUMBERS:
        return None
    upload = sent.get("evidence")
    if upload is None:
        raise InvalidInput(
            "evidence_required",
            _("Unggah berita acara, akta, atau surat ahli waris yang mendasarinya."),
            field="evidence",
        )
    held = sent.get("position")
    return Succession(basis, upload, upload.name, Position(held) if held else None)
