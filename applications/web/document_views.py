"""Documents of an application, one at a time: upload, replace, remove, use again."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.shared.current_user import current_user
from applications.models import Application, Attachment
from applications.selectors.documents import DocumentRow
from applications.selectors.status import status_of
from applications.services.attachments import attach, detach, upload
from applications.shared.applicant_access import applicant_page, own_editable_application
from applications.shared.page_context import forget_url, page_context
from applications.web.corrections import corrections_of
from applications.web.forms import UploadForm
from common.errors import (
    Conflict,
    DomainError,
    InvalidInput,
    StorageFull,
    TooLarge,
    Unavailable,
    UnsupportedMedia,
)
from common.web.primary_keys import parse_pk
from enterprises.models import DocumentVersion
from enterprises.selectors.enterprises import reusable_documents
from enterprises.selectors.scans import is_infected

# Seconds after which a file that found no turn at cleaning is sent again.
BUSY_SECONDS = 5


@applicant_page
@require_safe
def documents(request: HttpRequest, application_id: int) -> HttpResponse:
    """List every document, uploaded or not."""
    application = own_editable_application(request, application_id)
    status = status_of(application, current_user(request))
    groups = {question.group for question in application.edition.questions.all()}
    context = {
        **page_context(application),
        "documents": [row for row in status.documents if row.required or row.files],
        "following": _first_open(status.documents),
        "current": len(groups) + 1,
        "total": len(groups) + 2,
        "forget": forget_url(request, application),
    }
    return render(request, "pengajuan/dokumen.html", context)


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, application_id: int, requirement: str) -> HttpResponse:
    """Show one document: upload, replace, remove, or use a file the enterprise sent before."""
    application = own_editable_application(request, application_id)
    form, status = UploadForm(), 200
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        try:
            if _perform(request, application, requirement, form):
                return redirect("application-document", application.pk, requirement)
        except (InvalidInput, TooLarge, UnsupportedMedia, Conflict) as error:
            _explain(form, error)
        except (Unavailable, StorageFull) as error:
            _explain(form, error)
            status = error.status
    page = _document_page(request, application, requirement, form, status=status)
    if status == Unavailable.status:
        # The script of the page tries again by itself.
        page["Retry-After"] = str(BUSY_SECONDS)
    return page


def _perform(
    request: HttpRequest, application: Application, requirement: str, form: UploadForm
) -> bool:
    """Perform the submitted action; return False when nothing valid was submitted."""
    actor = current_user(request)
    if "hapus" in request.POST:
        detach(actor, application.pk, _number(request.POST["hapus"]))
        messages.success(request, _("Berkas dilepas dari pengajuan ini."))
        return True
    if "pakai" in request.POST:
        chosen = _number(request.POST["pakai"])
        reusable = _reusable(application, _row(application, request, requirement))
        version = next((item for item in reusable if item.pk == chosen), None)
        if version is None:
            raise Http404
        attach(actor, application.pk, requirement=requirement, version=version)
        messages.success(request, _("Berkas yang tersimpan dipakai."))
        return True
    if not form.is_valid():
        return False
    file = form.cleaned_data["file"]
    upload(actor, application.pk, requirement=requirement, upload=file, filename=file.name)
    messages.success(request, _("Berkas tersimpan."))
    return True


def _document_page(
    request: HttpRequest,
    application: Application,
    requirement: str,
    form: UploadForm,
    *,
    status: int,
) -> HttpResponse:
    current = status_of(application, current_user(request))
    row = next((item for item in current.documents if item.requirement == requirement), None)
    if row is None:
        raise Http404
    others = [item for item in current.documents if item.requirement != requirement]
    correction = current.correction
    corrections = corrections_of(application, current)
    here = [item for item in corrections if item.field == f"documents.{requirement}"]
    context = {
        **page_context(application),
        "row": row,
        "form": form,
        "is_full": row.max_files > 1 and len(row.files) >= row.max_files,
        "reusable": _reusable(application, row),
        "following": _first_open(others),
        "corrections": here,
        "reason": correction.reason if correction and here else "",
    }
    return render(request, "pengajuan/satu_dokumen.html", context, status=status)


def _row(application: Application, request: HttpRequest, requirement: str) -> DocumentRow:
    rows = status_of(application, current_user(request)).documents
    row = next((item for item in rows if item.requirement == requirement), None)
    if row is None:
        raise Http404
    return row


def _reusable(application: Application, row: DocumentRow) -> list[DocumentVersion]:
    """Return files of this kind that the enterprise sent before and that are not attached here."""
    used = set(
        Attachment.objects.filter(
            application=application, requirement=row.requirement, removed_at__isnull=True
        ).values_list("version_id", flat=True)
    )
    stored = reusable_documents(application.enterprise, row.document_kind)
    return [item for item in stored if item.pk not in used and not is_infected(item)]


def _first_open(rows: Sequence[DocumentRow]) -> DocumentRow | None:
    return next((row for row in rows if row.required and not row.has_file), None)


def _explain(form: UploadForm, error: DomainError) -> None:
    form.errors.pop("file", None)
    form.add_error("file", error.message)


def _number(text: str) -> int:
    pk = parse_pk(text)
    if pk is None:
        raise Http404
    return pk
