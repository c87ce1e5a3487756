"""The document of a successor's claim, as a file to save; who opened it stands in the log."""

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from accounts.enums import SecurityAction
from accounts.models import User
from accounts.services.security_log import event_of, record_all
from common.dates import clock
from common.errors import DomainError
from enterprises.models import Claim, DocumentVersion
from enterprises.selectors.openings import holder_of
from enterprises.selectors.scans import require_openable
from enterprises.services.documents import open_version


def evidence_file(reader: User, claim: Claim, evidence: DocumentVersion) -> HttpResponseBase:
    """Return the file as a download, never shown inline, or why it does not open."""
    try:
        require_openable(evidence, reader)
        _record(reader, claim)
        stored = open_version(evidence, by=reader)
    except DomainError as error:
        return HttpResponse(error.message, status=error.status, content_type="text/plain")
    response = FileResponse(
        stored,
        as_attachment=True,
        filename=evidence.filename,
        content_type=evidence.media_type,
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _record(reader: User, claim: Claim) -> None:
    event = event_of(
        SecurityAction.DOCUMENT_OPENED,
        person=reader,
        thing=f"claim:{claim.pk}",
        holder=holder_of(claim.enterprise_id),
        words=f"{claim.get_basis_display()} · {claim.enterprise.name}",
    )
    # One row an hour, as for the documents of an application.
    event.once = f"claim:{claim.pk}|{reader.pk}|{clock.now():%Y%m%d%H}"
    record_all([event])
