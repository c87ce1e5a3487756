"""Guards of the applicant's pages: sign-in, and refusals rendered as pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.shared.current_user import current_user
from applications.lifecycle import EDITABLE_STATES
from applications.models import Application
from applications.selectors.access import of_applicant
from common.errors import Conflict, Withheld
from common.web.refusals import refusals_as_pages

View = Callable[..., HttpResponseBase]


def own_application(request: HttpRequest, application_id: int) -> Application:
    """Return an application the person acts for; Http404 also when it belongs to others."""
    application = of_applicant(current_user(request)).filter(pk=application_id).first()
    if application is None:
        raise Http404
    return application


def own_editable_application(request: HttpRequest, application_id: int) -> Application:
    """Return an application the person may still edit; raises Conflict, shown on its page."""
    application = own_application(request, application_id)
    if application.state not in EDITABLE_STATES:
        raise Conflict(
            "not_editable",
            _("Berkas ini sudah dikirim, jadi tidak dapat diubah. Di bawah ini keadaannya."),
        )
    return application


def applicant_page(view: View) -> View:
    """Require sign-in, and render refusals of the services as pages."""
    return login_required(_refusals_as_pages(view))


def _refusals_as_pages(view: View) -> View:
    """Answer refusals with 403, 404, 423; a conflict becomes a message on its page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return refusals_as_pages(view)(request, *args, **kwargs)
        except Withheld as error:
            context = {"message": error.message, "waits": error.code == "file_waiting"}
            return render(request, "errors/423.html", context, status=error.status)
        except Conflict as error:
            messages.error(request, error.message)
            if "application_id" in kwargs:
                return redirect("application", application_id=kwargs["application_id"])
            return redirect("applications")

    return guarded
