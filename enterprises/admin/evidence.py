"""The document that a claim or a consent is based on, to save; the log says who opened it."""

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from accounts.enums import SecurityAction
from accounts.models import User
from accounts.services.security_log import event_of, record_all
from common.dates import clock
from common.errors import DomainError
from enterprises.models import Claim, DocumentVersion, HelperConsent
from enterprises.selectors.openings import holder_of
from enterprises.selectors.scans import require_openable
from enterprises.services.documents import open_version


def evidence_file(reader: User, claim: Claim, evidence: DocumentVersion) -> HttpResponseBase:
    """Return the file as a download, never shown inline, or why it does not open."""
    words = f"{claim.get_basis_display()} · {claim.enterprise.name}"
    return _file(reader, evidence, thing=f"claim:{claim.pk}", words=words)


def consent_form_file(
    reader: User, consent: HelperConsent, evidence: DocumentVersion
) -> HttpResponseBase:
    """Return the signed form of an owner's consent as a download, or why it does not open."""
    words = f"{consent.get_way_display()} · {consent.enterprise_name}"
    return _file(reader, evidence, thing=f"helper-consent:{consent.pk}", words=words)


def _file(reader: User, evidence: DocumentVersion, *, thing: str, words: str) -> HttpResponseBase:
    try:
        require_openable(evidence, reader)
        _record(reader, evidence, thing, words)
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


def _record(reader: User, evidence: DocumentVersion, thing: str, words: str) -> None:
    event = event_of(
        SecurityAction.DOCUMENT_OPENED,
        person=reader,
        thing=thing,
        holder=holder_of(evidence.enterprise_id),
        words=words,
    )
    # One row an hour, as for the documents of an application.
    event.once = f"{thing}|{reader.pk}|{clock.now():%Y%m%d%H}"
    record_all([event])
