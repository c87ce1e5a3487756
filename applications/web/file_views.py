"""The guarded download of files: one, its thumbnail, its pages as pictures, or all of them."""

from collections.abc import Callable

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.shared.current_user import current_user
from applications.selectors.access import application_for
from applications.selectors.attachments import attachment_of
from applications.services.document_access import open_document
from applications.shared.applicant_access import applicant_page
from applications.web.archive import archive_of
from common.errors import BUSY_SECONDS, Unavailable
from common.files.rendering.measures import THUMBNAIL_WIDTH
from enterprises.models import DocumentVersion
from enterprises.selectors.originals import original_filename
from enterprises.services.documents import open_original, open_version
from enterprises.services.previews import page_of, thumbnail_of


@applicant_page
@require_safe
def attachment(request: HttpRequest, application_id: int, attachment_id: int) -> HttpResponseBase:
    """Send a file to the applicant or whoever may open it; a PDF is never shown inline."""
    version = _opened(request, application_id, attachment_id)
    return _with_safe_headers(
        FileResponse(
            open_version(version, by=current_user(request)),
            as_attachment=version.media_type == "application/pdf",
            filename=version.filename,
            content_type=version.media_type,
        )
    )


@applicant_page
@require_safe
def original(request: HttpRequest, application_id: int, attachment_id: int) -> HttpResponseBase:
    """Send a signed PDF as it was sent, to be saved: nothing has been taken out of it."""
    version = _opened(request, application_id, attachment_id)
    return _with_safe_headers(
        FileResponse(
            open_original(version, by=current_user(request)),
            as_attachment=True,
            filename=original_filename(version.filename),
            content_type="application/octet-stream",
        )
    )


@applicant_page
@require_safe
def thumbnail(request: HttpRequest, application_id: int, attachment_id: int) -> HttpResponseBase:
    """Send a thumbnail of a file, so that a list of documents stays light."""
    version = _opened(request, application_id, attachment_id)
    return _picture(
        request,
        f'"{version.sha256}-{THUMBNAIL_WIDTH}"',
        lambda: thumbnail_of(version, by=current_user(request)),
    )


@applicant_page
@require_safe
def page(
    request: HttpRequest, application_id: int, attachment_id: int, number: int
) -> HttpResponseBase:
    """Send a page of a PDF as a picture: it is read on the portal's page, without a PDF program."""
    version = _opened(request, application_id, attachment_id)
    return _picture(
        request,
        f'"{version.sha256}-page-{number}"',
        lambda: page_of(version, number, by=current_user(request)),
    )


@applicant_page
@require_safe
def archive(request: HttpRequest, application_id: int) -> HttpResponseBase:
    """Send all current files of an application as one ZIP archive, made while it is sent."""
    user = current_user(request)
    application = application_for(user, application_id)
    response = StreamingHttpResponse(
        archive_of(application, by=user), content_type="application/zip"
    )
    name = f"{application.number}-dokumen.zip"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return _with_safe_headers(response)


def _picture(request: HttpRequest, tag: str, picture: Callable[[], bytes]) -> HttpResponseBase:
    # The bytes of a version never change, so its digest identifies its pictures too.
    response = get_conditional_response(request, etag=tag)
    if response is None:
        try:
            response = HttpResponse(picture(), content_type="image/webp")
        except Unavailable as error:
            return _with_safe_headers(
                HttpResponse(status=error.status, headers={"Retry-After": str(BUSY_SECONDS)})
            )
    response["ETag"] = tag
    return _with_safe_headers(response)


def _opened(request: HttpRequest, application_id: int, attachment_id: int) -> DocumentVersion:
    """Return the file that the person now opens, and record that in the security log.

    Also before a 304 for a picture: the person sees it.
    """
    user = current_user(request)
    application = application_for(user, application_id)
    attachment = attachment_of(application, attachment_id)
    open_document(user, application, attachment)
    return attachment.version


def _with_safe_headers(response: HttpResponseBase) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-cache"
    return response
