"""What happens when an official presses a button on a file."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import role_label
from accounts.models import User
from applications.admin.file.actions import Typed
from applications.admin.file.page import filters_of, queue_url
from applications.admin.labels import done
from applications.models import Application
from applications.selectors.queue import next_file
from applications.selectors.status import status_of
from applications.services.claims import release, take
from applications.services.transitions import perform
from common.errors import Conflict, InvalidInput
from common.formats import datetime_wib
from programs.enums import Transition
from programs.selectors.labels import word_of

Handler = Callable[[HttpRequest, User, Application], HttpResponse]


def typed_in(request: HttpRequest) -> Typed:
    """What the form held; a picked reason is added to what was already written."""
    reason = request.POST.get("reason", "").replace("\r\n", "\n")
    picked = request.POST.get("pick", "")
    if picked:
        reason = f"{reason.rstrip()}\n{picked}".strip()
    return Typed(request.POST.get("action", ""), reason, tuple(request.POST.getlist("fields")))


def handle(request: HttpRequest, user: User, application: Application) -> HttpResponse:
    """Does what was pressed and says where to go; raises what the services raise."""
    action = request.POST.get("action", "")
    return _HANDLERS.get(action, _transition)(request, user, application)


def explain_change(application: Application) -> str:
    """What happened to a file meanwhile: who did what, and when."""
    status = status_of(application, None)
    if not status.history:
        return ""
    last = status.history[-1]
    return _("Terakhir: %(what)s oleh %(who)s (%(role)s), %(at)s.") % {
        "what": done(application, last).lower(),
        "who": last.actor_name or _("sistem"),
        "role": role_label(last.actor_role),
        "at": datetime_wib(last.at),
    }


def page_of(application: Application, request: HttpRequest) -> str:
    """The file's own address, with the filters of the queue it was opened from."""
    address = reverse("admin:applications_application_change", args=[application.pk])
    tail = request.GET.urlencode()
    return f"{address}?{tail}" if tail else address


def _transition(request: HttpRequest, user: User, application: Application) -> HttpResponse:
    typed = typed_in(request)
    if typed.action == Transition.REQUEST_REVISION and not typed.fields:
        raise InvalidInput(
            "fields_required",
            _("Centang dulu “perbaiki” pada jawaban atau dokumen yang harus diubah."),
            field="reason",
        )
    moved = perform(
        user,
        application.pk,
        typed.action,
        reason=typed.reason,
        data={"stage": request.POST.get("stage", ""), "fields": list(typed.fields)},
    )
    messages.success(request, _outcome(moved))
    # Whoever still holds the file goes on with it; else the next one of the queue opens.
    following = moved if moved.claimed_by_id == user.pk and moved.due_on else None
    if following is None or typed.action == Transition.REQUEST_REVISION:
        following = next_file(user, application, filters_of(request.GET))
    if following is None:
        return HttpResponseRedirect(queue_url(request.GET))
    return HttpResponseRedirect(page_of(following, request))


def _outcome(moved: Application) -> str:
    params = {"number": moved.number, "state": word_of(moved.edition, moved.state).lower()}
    if moved.stage is not None and moved.state == "in_review":
        params["stage"] = moved.stage.name.lower()
        return _("%(number)s: %(state)s, tahap %(stage)s.") % params
    return _("%(number)s: %(state)s.") % params


def _take(request: HttpRequest, user: User, application: Application) -> HttpResponse:
    take(user, application.pk)
    messages.success(request, _("Berkas ini Anda ambil."))
    return HttpResponseRedirect(page_of(application, request))


def _take_over(request: HttpRequest, user: User, application: Application) -> HttpResponse:
    seen = request.POST.get("holder", "")
    if application.claimed_by is not None and str(application.claimed_by_id) != seen:
        raise Conflict("held_by_another", _("Berkas ini baru saja diambil petugas lain."))
    take(user, application.pk, from_another=True)
    messages.success(request, _("Berkas ini Anda ambil alih."))
    return HttpResponseRedirect(page_of(application, request))


def _release(request: HttpRequest, user: User, application: Application) -> HttpResponse:
    release(user, application.pk)
    messages.success(
        request,
        _("%(number)s dikembalikan ke antrean bersama.") % {"number": application.number},
    )
    return HttpResponseRedirect(queue_url(request.GET))


_HANDLERS: Mapping[str, Handler] = {"take": _take, "take_over": _take_over, "release": _release}
