"""Handling of the buttons on the page of an application."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import role_label
from accounts.models import User
from applications.admin.file.forms import ActionForm
from applications.admin.file.labels import event_label
from applications.admin.file.page import filters_of, queue_url
from applications.models import Application
from applications.selectors.queue import next_application
from applications.selectors.status import status_of
from applications.services.claims import release, take
from applications.services.transitions import perform
from common.errors import Conflict, InvalidInput
from common.formats import datetime_wib
from programs.enums import Transition
from programs.selectors.labels import state_label

Handler = Callable[[HttpRequest, User, Application, ActionForm], HttpResponse]


def handle(
    request: HttpRequest, user: User, application: Application, form: ActionForm
) -> HttpResponse:
    """Perform the action of a valid form and redirect; raises what the services raise."""
    handler = _HANDLERS.get(form.cleaned_data["action"], _transition)
    return handler(request, user, application, form)


def last_change(application: Application) -> str:
    """Return a sentence on the latest transition: what, who and when; empty without history."""
    history = status_of(application, None).history
    if not history:
        return ""
    last = history[-1]
    return _("Terakhir: %(what)s oleh %(who)s (%(role)s), %(at)s.") % {
        "what": event_label(application, last).lower(),
        "who": last.actor_name or _("sistem"),
        "role": role_label(last.actor_role),
        "at": datetime_wib(last.at),
    }


def _transition(
    request: HttpRequest, user: User, application: Application, form: ActionForm
) -> HttpResponse:
    data = form.cleaned_data
    if data["action"] == Transition.REQUEST_REVISION and not data["fields"]:
        raise InvalidInput(
            "fields_required",
            _("Centang dulu “perbaiki” pada jawaban atau dokumen yang harus diubah."),
            field="reason",
        )
    moved = perform(
        user,
        application.pk,
        data["action"],
        reason=data["reason"],
        data={**form.data_for_kind(), "stage": data["stage"], "fields": data["fields"]},
    )
    messages.success(request, _result(moved))
    # An official who still holds it continues with it; else the next in the queue opens.
    following = moved if moved.claimed_by_id == user.pk and moved.due_on else None
    if following is None or data["action"] == Transition.REQUEST_REVISION:
        following = next_application(user, application, filters_of(request.GET))
    if following is None:
        return HttpResponseRedirect(queue_url(request.GET))
    return HttpResponseRedirect(_file_url(following, request))


def _result(moved: Application) -> str:
    params = {"number": moved.number, "state": state_label(moved.edition, moved.state).lower()}
    if moved.stage is not None and moved.state == "in_review":
        params["stage"] = moved.stage.name.lower()
        return _("%(number)s: %(state)s, tahap %(stage)s.") % params
    return _("%(number)s: %(state)s.") % params


def _take(
    request: HttpRequest, user: User, application: Application, _form: ActionForm
) -> HttpResponse:
    take(user, application.pk)
    messages.success(request, _("Berkas ini Anda ambil."))
    return HttpResponseRedirect(_file_url(application, request))


def _take_over(
    request: HttpRequest, user: User, application: Application, form: ActionForm
) -> HttpResponse:
    seen = form.cleaned_data["holder"]
    if application.claimed_by is not None and str(application.claimed_by_id) != seen:
        raise Conflict("held_by_another", _("Berkas ini baru saja diambil petugas lain."))
    take(user, application.pk, from_another=True)
    messages.success(request, _("Berkas ini Anda ambil alih."))
    return HttpResponseRedirect(_file_url(application, request))


def _release(
    request: HttpRequest, user: User, application: Application, _form: ActionForm
) -> HttpResponse:
    release(user, application.pk)
    messages.success(
        request,
        _("%(number)s dikembalikan ke antrean bersama.") % {"number": application.number},
    )
    return HttpResponseRedirect(queue_url(request.GET))


def _file_url(application: Application, request: HttpRequest) -> str:
    """Return the application's URL, with the filters of the queue it was opened from."""
    address = reverse("admin:applications_application_change", args=[application.pk])
    query = request.GET.urlencode()
    return f"{address}?{query}" if query else address


_HANDLERS: Mapping[str, Handler] = {"take": _take, "take_over": _take_over, "release": _release}
