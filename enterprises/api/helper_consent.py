"""The owner's consent through the API, as a helper asks for it: by code or by a form."""

from typing import Any

from rest_framework import serializers, status
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.idempotent import idempotent
from accounts.api.permissions import IsNotOfficial
from accounts.api.person import signed_in
from accounts.enums import CodeVia, ConsentPurpose
from accounts.selectors.consent import current_text
from common.api.fields import Text
from common.api.parsing import VisibleMultiPartParser
from common.api.schema import endpoint
from common.dates import clock
from common.web.client_address import client_network
from enterprises.api.helper_serializers import ConsentTextSerializer, HelperConsentSerializer
from enterprises.models import Enterprise
from enterprises.selectors.helper_consents import helped_enterprise, latest_consent
from enterprises.selectors.members import declared_until
from enterprises.services.consent_codes import ask_code, give_by_code
from enterprises.services.consent_forms import send_form
from enterprises.services.consent_requests import LONGEST_NAME


class AskCodeSerializer(serializers.Serializer[Any]):
    """The owner to whom the code is sent."""

    owner_name = Text(max_length=LONGEST_NAME, help_text="As on the identity card.")
    phone = Text(max_length=40, help_text="The owner's own; no helper's.")
    via = serializers.ChoiceField(
        choices=CodeVia.values, required=False, default=CodeVia.WHATSAPP.value
    )


class GiveCodeSerializer(serializers.Serializer[Any]):
    """The code that the owner gave the helper."""

    code = Text(max_length=20)


class SendFormSerializer(serializers.Serializer[Any]):
    """The form that the owner signed or thumb-printed."""

    owner_name = Text(max_length=LONGEST_NAME)
    phone = Text(max_length=40, required=False, allow_blank=True, default="")
    file = serializers.FileField(
        allow_empty_file=True, help_text="JPEG, PNG, WebP or PDF, up to 10 MB."
    )


class ConsentStandingSerializer(serializers.Serializer[Any]):
    """The state of the consent, and the text to read to the owner."""

    declared_until = serializers.DateTimeField(
        allow_null=True, help_text="Until then the helper acts on their own word; null if not."
    )
    consent = HelperConsentSerializer(allow_null=True, help_text="The newest, if any was asked.")
    consent_text = ConsentTextSerializer()


class OfHelpersView(APIView):
    """What the helper's endpoints share."""

    permission_classes: tuple[type[BasePermission], ...] = (IsNotOfficial,)

    def enterprise(self, request: Request, enterprise_id: int) -> Enterprise:
        """Return the enterprise that the person helps or helped; raises NotFound."""
        return helped_enterprise(signed_in(request), enterprise_id)

    def standing(self, request: Request, enterprise: Enterprise) -> Any:
        """Return the state of the consent."""
        helper = signed_in(request)
        return ConsentStandingSerializer(
            {
                "declared_until": declared_until(helper, enterprise),
                "consent": latest_consent(helper, enterprise),
                "consent_text": current_text(ConsentPurpose.ON_BEHALF, clock.today()),
            }
        ).data


class HelperConsentView(OfHelpersView):
    """The state of the owner's consent; the owner's code records it."""

    @endpoint(
        summary="Read where the owner's consent stands",
        operation="helper_consent_read",
        answers={200: ConsentStandingSerializer},
        errors=(404,),
    )
    def get(self, request: Request, enterprise_id: int) -> Response:
        return Response(self.standing(request, self.enterprise(request, enterprise_id)))

    @endpoint(
        summary="Record the owner's consent by their code",
        operation="helper_consent_give",
        body=GiveCodeSerializer,
        answers={200: ConsentStandingSerializer},
        errors=(404,),
        writes=True,
    )
    def post(self, request: Request, enterprise_id: int) -> Response:
        """Take the code; the same code again gives the same answer, with or without a key.

        Not in the transaction of an idempotency key, whose rollback would undo a counted attempt.
        """
        enterprise = self.enterprise(request, enterprise_id)
        body = GiveCodeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        give_by_code(signed_in(request), enterprise, body.validated_data["code"])
        return Response(self.standing(request, enterprise))


class HelperConsentCodesView(OfHelpersView):
    """Sends a code to the owner's number."""

    @endpoint(
        summary="Send the owner a code",
        operation="helper_consent_ask",
        body=AskCodeSerializer,
        answers={201: ConsentStandingSerializer},
        errors=(404,),
        writes=True,
    )
    @idempotent
    def post(self, request: Request, enterprise_id: int) -> Response:
        enterprise = self.enterprise(request, enterprise_id)
        body = AskCodeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        address = client_network(request._request)
        ask_code(signed_in(request), enterprise, **body.validated_data, address=address)
        return Response(self.standing(request, enterprise), status=status.HTTP_201_CREATED)


class HelperConsentFormView(OfHelpersView):
    """Takes the signed form, which an official judges."""

    parser_classes = (VisibleMultiPartParser,)

    @endpoint(
        summary="Send the form that the owner signed",
        operation="helper_consent_form",
        body={"multipart/form-data": SendFormSerializer},
        answers={201: ConsentStandingSerializer},
        errors=(404, 503, 507),
        writes=True,
    )
    @idempotent
    def post(self, request: Request, enterprise_id: int) -> Response:
        enterprise = self.enterprise(request, enterprise_id)
        body = SendFormSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        sent = body.validated_data
        send_form(
            signed_in(request),
            enterprise,
            owner_name=sent["owner_name"],
            phone=sent["phone"],
            upload=sent["file"],
            filename=sent["file"].name,
        )
        return Response(self.standing(request, enterprise), status=status.HTTP_201_CREATED)
