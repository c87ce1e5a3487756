"""The page where an owner gives the particulars that SIKP requires, or deletes them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.enums import ConsentPurpose
from accounts.models import User
from accounts.selectors.consent import current_text
from accounts.shared.changed_by import changed_by
from accounts.shared.current_user import current_user
from applications.models import Application
from applications.shared.applicant_access import applicant_page, own_application
from applications.shared.page_context import page_context
from common.dates import clock
from common.edits.merging import ChangedMeanwhile
from common.errors import InvalidInput
from common.web.form_errors import show_errors
from common.web.form_pages import status_of_form
from financing.selectors.borrowers import borrower_of
from financing.services.borrowers import (
    delete_particulars,
    particulars_row,
    particulars_values,
    store_particulars,
)
from financing.web.borrower_form import BorrowerForm


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def borrower(request: HttpRequest, application_id: int) -> HttpResponse:
    """Ask for the particulars; 404 where the scheme does not register candidates in SIKP."""
    application = own_application(request, application_id)
    if not application.scheme.uses_sikp:
        raise Http404
    if request.method == "POST" and "forget" in request.POST:
        delete_particulars(current_user(request), application.enterprise)
        messages.success(request, _("Data untuk SIKP sudah dihapus dari portal."))
        return redirect("application", application_id=application.pk)
    known = borrower_of(application.enterprise)
    is_sent = request.method == "POST"
    user = current_user(request)
    # A helper's name is not the owner's, and the NIK shows them no day of birth.
    owner = None if user.is_helper else user
    form = BorrowerForm(
        application.enterprise, known, request.POST if is_sent else None, owner=owner
    )
    form.guard(particulars_row(application.enterprise), particulars_values(known))
    if is_sent and form.is_valid() and _store(current_user(request), application, form):
        messages.success(request, _("Data untuk SIKP tersimpan."))
        return redirect("application", application_id=application.pk)
    context = {
        **page_context(application),
        "form": form,
        "known": known,
        "text": current_text(ConsentPurpose.SIKP, clock.today()),
    }
    return render(request, "financing/borrower.html", context, status=status_of_form(form))


def _store(user: User, application: Application, form: BorrowerForm) -> bool:
    """Store a valid form; return False when it is to be shown again with what is wrong."""
    enterprise = application.enterprise
    try:
        store_particulars(user, enterprise, form.particulars(), agrees=True, shown=form.shown)
    except InvalidInput as error:
        show_errors(form, error)
        return False
    except ChangedMeanwhile as error:
        form.explain(error.merge, changed_by(user, error.merge.conflicts))
        if error.message:
            form.add_error(None, error.message)
        return False
    return True
