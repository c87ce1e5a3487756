"""Endpoints at which anyone checks a document of the portal."""

from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.api.parsing import VisibleMultiPartParser
from common.api.schema import endpoint
from common.errors import InvalidInput, NotFound
from common.web.client_address import client_network
from letters.api.presentation import checked_file
from letters.api.serializers import CheckedFileSerializer, FileSerializer, VerifiedSerializer
from letters.services.file_verification import check_file
from letters.services.verification import check_code


class VerifyCodeView(APIView):
    """The document that a code identifies."""

    permission_classes = (AllowAny,)

    @endpoint(
        summary="Check a document by its code",
        operation="permits_verify",
        answers={200: VerifiedSerializer},
        errors=(404,),
        public=True,
    )
    def get(self, request: Request, code: str) -> Response:
        try:
            found = check_code(code, network=client_network(request))
        except InvalidInput as error:
            # An impossible code is not found either; the message still says why.
            raise NotFound(error.code, error.message, field="code") from error
        return Response(VerifiedSerializer(found).data)


class VerifyFileView(APIView):
    """The result of checking a file."""

    permission_classes = (AllowAny,)
    parser_classes = (VisibleMultiPartParser,)

    @endpoint(
        summary="Check a document by its file",
        operation="permits_verify_file",
        body={"multipart/form-data": FileSerializer},
        answers={200: CheckedFileSerializer},
        errors=(403, 413, 415, 503, 507),
        public=True,
    )
    def post(self, request: Request) -> Response:
        sent = FileSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        checked = check_file(sent.validated_data["file"], network=client_network(request))
        return Response(CheckedFileSerializer(checked_file(checked)).data)
