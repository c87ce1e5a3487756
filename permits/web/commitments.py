"""The owner's page on which they report that a commitment of a permit is met."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.shared.current_user import current_user
from applications.policies.outside_steps import MAX_NUMBER
from common.errors import REFUSED_FILE, Conflict, InvalidInput, NotFound
from common.files.media_types import ACCEPTED_TYPES
from common.web.form_errors import show_errors
from common.web.guarded_forms import GuardedForm
from common.web.refusals import refusals_as_pages, refused_file
from permits.models import Commitment
from permits.selectors.commitments import own_commitment
from permits.services.commitments import report_commitment
from programs.selectors.scheme_names import scheme_name


class CommitmentForm(GuardedForm):
    """The proof: its number, a photo of it, or both."""

    number = forms.CharField(
        label=gettext_lazy("Nomor sertifikat atau berita acaranya"),
        required=False,
        max_length=MAX_NUMBER,
    )
    file = forms.FileField(
        label=gettext_lazy("Foto atau PDF buktinya"),
        help_text=gettext_lazy("Foto dari ponsel (JPEG, PNG, WebP) atau PDF, paling besar 10 MB."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED_TYPES}),
    )


@login_required
@refusals_as_pages
@require_http_methods(["GET", "HEAD", "POST"])
def commitment_page(
    request: HttpRequest, enterprise_id: int, permit_id: int, task: str
) -> HttpResponse:
    """Ask for the proof of one commitment, and report it."""
    try:
        commitment = own_commitment(current_user(request), permit_id, task)
    except NotFound as error:
        raise Http404 from error
    if commitment.permit.enterprise_id != enterprise_id:
        raise Http404
    if commitment.reported_at is not None:
        messages.info(request, _("Komitmen ini sudah dikabarkan."))
        return redirect("enterprise-permits", enterprise_id)
    is_sent = request.method == "POST"
    form = CommitmentForm(request.POST, request.FILES) if is_sent else CommitmentForm()
    form.guard(f"commitment:{commitment.pk}", {"task": commitment.task})
    if not is_sent:
        return _page(request, commitment, form)
    if not form.is_valid():
        return _page(request, commitment, form, status=400)
    return _send(request, commitment, form)


def _send(request: HttpRequest, commitment: Commitment, form: CommitmentForm) -> HttpResponse:
    """Report what a valid form says, or show it again with what is wrong."""
    upload = form.cleaned_data["file"]
    try:
        report_commitment(
            current_user(request),
            commitment.permit_id,
            commitment.task,
            number=form.cleaned_data["number"],
            upload=upload or None,
            filename=upload.name if upload else "",
        )
    except InvalidInput as error:
        show_errors(form, error)
        return _page(request, commitment, form, status=400)
    except Conflict as error:
        show_errors(form, error)
        return _page(request, commitment, form, status=error.status)
    except REFUSED_FILE as error:
        form.add_error("file", error.message)
        return refused_file(_page(request, commitment, form), error)
    messages.success(request, _("Terima kasih, kabar Anda sudah tercatat."))
    return redirect("enterprise-permits", commitment.permit.enterprise_id)


def _page(
    request: HttpRequest, commitment: Commitment, form: CommitmentForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "commitment": commitment,
        "enterprise": commitment.permit.enterprise,
        "kind": scheme_name(commitment.permit.kind),
        "form": form,
    }
    return render(request, "permits/commitment.html", context, status=status)
