"""What stands before every page of the applicant: sign-in, and refusals in words."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.shared.current_user import current_user
from applications.lifecycle import EDITABLE_STATES
from applications.models import Application
from applications.selectors.access import of_applicant
from common.errors import Conflict, Withheld
from common.web.guards import refusals_as_pages

View = Callable[..., HttpResponseBase]


def person(request: HttpRequest) -> User:
    """Actor is signed in; only on pages that require it."""
    return current_user(request)


def my_application(request: HttpRequest, application_id: int) -> Application:
    """An application the person acts for; Http404 also when it belongs to others."""
    found = of_applicant(person(request)).filter(pk=application_id).first()
    if found is None:
        raise Http404
    return found


def my_editable(request: HttpRequest, application_id: int) -> Application:
    """An application the person may still change; Conflict sends them to where it stands now."""
    found = my_application(request, application_id)
    if found.state not in EDITABLE_STATES:
        raise Conflict(
            "not_editable",
            _("Pengajuan ini sudah dikirim, jadi tidak dapat diubah. Di bawah ini keadaannya."),
        )
    return found


def translated(view: View) -> View:
    """Refusals of the services as pages: 403, 404, 423; a conflict as words on the file's page."""

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


def applicant_page(view: View) -> View:
    """For people who are signed in, with refusals in words."""
    return login_required(translated(view))
