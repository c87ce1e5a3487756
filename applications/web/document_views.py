"""Documents of an application, one at a time: upload, replace, remove, use again."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.shared.changed_by import changed_by
from accounts.shared.current_user import current_user
from applications.models import Application, Attachment
from applications.selectors.documents import DocumentRow
from applications.selectors.status import status_of
from applications.services.attachments import (
    FileReplaced,
    attach,
    detach,
    slot_row,
    slot_values,
    upload,
)
from applications.shared.applicant_access import (
    applicant_page,
    own_application,
    own_editable_application,
)
from applications.shared.page_context import forget_url, page_context
from applications.web.corrections import corrections_of
from applications.web.forms import UploadForm
from common.edits.changes import Change
from common.edits.merging import CurrentValue
from common.errors import (
    Conflict,
    InvalidInput,
    NotFound,
    StorageFull,
    TooLarge,
    Unavailable,
    UnsupportedMedia,
)
from common.web.form_pages import status_of_form
from common.web.primary_keys import parse_pk
from common.web.refusals import refused_file
from enterprises.models import DocumentVersion
from enterprises.selectors.enterprises import reusable_documents
from enterprises.selectors.scans import is_infected
from programs.enums import State
from programs.messages.request_words import request_words


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
        "just_stored": _just_stored(request, status.documents),
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
    form, status = UploadForm(), 0
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        try:
            if _perform(request, application, requirement, form):
                return redirect(_after(request, application, requirement))
        except FileReplaced as error:
            _explain(form, _replaced(current_user(request), error.standing))
            status = error.status
        except (InvalidInput, TooLarge, UnsupportedMedia, Conflict) as error:
            _explain(form, error.message)
            status = error.status
        except (Unavailable, StorageFull) as error:
            _explain(form, error.message)
            # The script of the page tries again by itself.
            return refused_file(
                _document_page(request, application, requirement, form, status=status), error
            )
    return _document_page(request, application, requirement, form, status=status)


def _after(request: HttpRequest, application: Application, requirement: str) -> str:
    """Return the next document that a draft lacks, once this one is complete, else this page.

    The next page shows what was just stored. A document that may have several files is left by its
    own button, and a correction is shown where it was made.
    """
    here = reverse("application-document", args=[application.pk, requirement])
    if "hapus" in request.POST or application.state != State.DRAFT:
        return here
    # The row was fetched before the file was stored.
    rows = status_of(own_application(request, application.pk), current_user(request)).documents
    row = next((item for item in rows if item.requirement == requirement), None)
    if row is None or not row.has_file or row.max_files > 1:
        return here
    following = _first_open(rows)
    if following is None:
        return f"{reverse('application-documents', args=[application.pk])}?baru={requirement}"
    address = reverse("application-document", args=[application.pk, following.requirement])
    return f"{address}?baru={requirement}"


def _just_stored(request: HttpRequest, rows: Sequence[DocumentRow]) -> DocumentRow | None:
    """Return the document that the person comes from, if it has a file."""
    code = request.GET.get("baru", "")
    return next((row for row in rows if row.requirement == code and row.files), None)


def _perform(
    request: HttpRequest, application: Application, requirement: str, form: UploadForm
) -> bool:
    """Perform the submitted action; return False when nothing valid was submitted."""
    actor = current_user(request)
    shown = form.guard(slot_row(application, requirement), {})
    if "hapus" in request.POST:
        _take_off(request, application, _number(request.POST["hapus"]))
        return True
    if "pakai" in request.POST:
        chosen = _number(request.POST["pakai"])
        kind = _row(application, request, requirement).document_kind
        # A file that another tab has attached already is no error.
        version = reusable_documents(application.enterprise, kind).filter(pk=chosen).first()
        if version is None:
            raise Http404
        attach(actor, application.pk, requirement=requirement, version=version, shown=shown)
        messages.success(request, _("Berkas yang tersimpan dipakai."))
        return True
    if not form.is_valid():
        return False
    file = form.cleaned_data["file"]
    upload(
        actor,
        application.pk,
        requirement=requirement,
        upload=file,
        filename=file.name,
        shown=shown,
    )
    messages.success(request, _("Berkas tersimpan."))
    return True


def _take_off(request: HttpRequest, application: Application, attachment_id: int) -> None:
    try:
        detach(current_user(request), application.pk, attachment_id)
    except NotFound:
        messages.info(request, _("Berkas itu sudah dihapus atau diganti."))
    else:
        said = _("Berkas dilepas dari pengajuan ini.")
        messages.success(request, request_words(said, application.scheme.kind))


def _replaced(reader: User, standing: Attachment) -> str:
    change = Change(standing.attached_by_id, standing.attached_at)
    file = CurrentValue(standing.version.filename, change)
    sentences = (
        _("Sementara itu dokumen ini diganti dengan %(file)s.") % {"file": file.value},
        changed_by(reader, {"file": file})["file"],
        _("Berkas Anda juga tersimpan: tekan Pakai berkas ini untuk memakainya."),
    )
    return " ".join(sentences)


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
    form.show_anew(slot_row(application, requirement), slot_values(file.id for file in row.files))
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
        "just_stored": _just_stored(request, others),
        "corrections": here,
        "reason": correction.reason if correction and here else "",
    }
    status = status or status_of_form(form)
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


def _explain(form: UploadForm, message: str) -> None:
    form.errors.pop("file", None)
    form.add_error("file", message)


def _number(text: str) -> int:
    pk = parse_pk(text)
    if pk is None:
        raise Http404
    return pk
