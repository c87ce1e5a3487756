"""Endpoints of an application's files: uploaded one by one, downloaded by whoever may open them."""

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.idempotent import idempotent
from accounts.api.person import signed_in
from applications.api.presentation import document
from applications.api.serializers.applications import UploadSerializer
from applications.api.serializers.detail import DocumentSerializer
from applications.selectors.access import application_for, require_visible
from applications.selectors.attachments import attachment_of
from applications.services.attachments import detach, upload
from applications.services.document_access import open_document
from common.api.parsing import VisibleMultiPartParser
from common.api.schema import endpoint
from enterprises.selectors.originals import original_filename
from enterprises.services.documents import open_original, open_version

_FILES = {
    (200, media_type): OpenApiTypes.BINARY
    for media_type in ("image/jpeg", "image/png", "image/webp", "application/pdf")
}


class DocumentsView(APIView):
    """Where files are sent."""

    parser_classes = (VisibleMultiPartParser,)

    def admit(self, request: Request, application_id: int, **_keys: int) -> None:
        """Raise NotFound for whoever may no longer see the file, also on a repeated request."""
        require_visible(signed_in(request), application_id)

    @endpoint(
        summary="Upload a document",
        operation="documents_upload",
        body={"multipart/form-data": UploadSerializer},
        answers={201: DocumentSerializer},
        errors=(404, 503, 507),
        writes=True,
    )
    @idempotent
    def post(self, request: Request, application_id: int) -> Response:
        user = signed_in(request)
        require_visible(user, application_id)
        sent = UploadSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        requirement, file = sent.validated_data["requirement"], sent.validated_data["file"]
        upload(user, application_id, requirement=requirement, upload=file, filename=file.name)
        answer = document(request, application_for(user, application_id), requirement)
        return Response(answer, status=status.HTTP_201_CREATED)


_ATTACHED = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


class DocumentView(APIView):
    """One attached file."""

    @endpoint(
        summary="Download a document",
        operation="documents_download",
        answers=_FILES,
        errors=(403, 404, 423),
    )
    def get(self, request: Request, application_id: int, document_id: int) -> FileResponse:
        user = signed_in(request)
        application = application_for(user, application_id)
        attachment = attachment_of(application, document_id)
        version = attachment.version
        open_document(user, application, attachment)
        return FileResponse(
            open_version(version, by=user),
            as_attachment=True,
            filename=version.filename,
            content_type=version.media_type,
            headers=_ATTACHED,
        )

    @endpoint(
        summary="Take a document off",
        operation="documents_remove",
        answers={204: None},
        errors=(404,),
        writes=True,
    )
    @idempotent
    def delete(self, request: Request, application_id: int, document_id: int) -> Response:
        detach(signed_in(request), application_id, document_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class DocumentOriginalView(APIView):
    """A signed PDF as it was sent."""

    @endpoint(
        summary="Download the signed original of a document",
        operation="documents_download_original",
        answers={(200, "application/octet-stream"): OpenApiTypes.BINARY},
        errors=(403, 404, 423),
    )
    def get(self, request: Request, application_id: int, document_id: int) -> FileResponse:
        user = signed_in(request)
        application = application_for(user, application_id)
        attachment = attachment_of(application, document_id)
        version = attachment.version
        open_document(user, application, attachment)
        return FileResponse(
            open_original(version, by=user),
            as_attachment=True,
            filename=original_filename(version.filename),
            content_type="application/octet-stream",
            headers=_ATTACHED,
        )
