"""An auditor writes why they open a document of an application, which opens it for an hour."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.selectors.scope import is_auditor
from accounts.shared.current_user import current_user
from applications.admin.queue.place import application_url
from applications.selectors.access import application_for
from applications.selectors.attachments import attachment_of
from applications.services.document_access import MOST_REASON, give_reason
from common.admin.page import backoffice_page
from common.errors import InvalidInput, NotFound


class AuditReasonForm(forms.Form):
    """Why the document is opened; it is kept in the security log."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan membuka dokumen ini"),
        help_text=gettext_lazy(
            "Misalnya nomor surat tugas dan apa yang diperiksa. Alasan ini tersimpan dalam catatan "
            "keamanan, dan pemilik dokumen melihat bahwa Anda membukanya."
        ),
        max_length=MOST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reason_page(
    request: HttpRequest, context: dict[str, Any], application_id: int, attachment_id: int
) -> HttpResponse:
    """Ask for the reason, record it, and lead back to the file, where the document is open now."""
    user = current_user(request)
    if not is_auditor(user):
        raise PermissionDenied
    form = AuditReasonForm(request.POST if request.method == "POST" else None)
    status = 200
    try:
        application = application_for(user, application_id)
        attachment = attachment_of(application, attachment_id)
        if form.is_valid():
            give_reason(user, application.pk, attachment.pk, form.cleaned_data["reason"])
            messages.success(request, _("Dokumen ini terbuka bagi Anda selama satu jam."))
            return HttpResponseRedirect(f"{application_url(application.pk, '')}#dokumen")
    except NotFound as error:
        raise Http404 from error
    except InvalidInput as error:
        form.add_error("reason", error.message)
    if form.is_bound:
        status = 400
    labels = {row.code: row.label for row in application.edition.requirements.all()}
    page = {
        "title": _("Alasan membuka dokumen"),
        "application": application,
        "document": labels.get(attachment.requirement, attachment.version.filename),
        "back": application_url(application.pk, ""),
        "form": form,
    }
    return backoffice_page(
        request, "admin/backoffice/document_reason.html", {**context, **page}, status
    )
