"""Handling of the buttons on the page of an application."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from accounts.enums import role_label
from accounts.models import User
from applications.admin.application_page.forms import ActionForm
from applications.admin.application_page.labels import event_label
from applications.admin.queue.place import ListPlace, application_url, url_after
from applications.models import Application
from applications.selectors.colleagues import find_colleague
from applications.selectors.state_labels import application_state_label
from applications.selectors.status import status_of
from applications.services.claims import hand_over, release, take
from applications.services.transitions import perform
from common.errors import Conflict, InvalidInput
from common.text.formats import datetime_wib, in_sentence
from common.web.primary_keys import parse_pk
from programs.enums import Transition

Handler = Callable[[HttpRequest, User, Application, ActionForm], HttpResponse]


def handle(
    request: HttpRequest, user: User, application: Application, form: ActionForm
) -> HttpResponse:
    """Perform the action of a valid form and redirect; raises what the services raise."""
    handler = _HANDLERS.get(form.cleaned_data["action"], _transition)
    return handler(request, user, application, form)


def last_change(user: User, application: Application) -> str:
    """Return a sentence on the latest transition: what, who and when; empty without history."""
    history = status_of(application, user).history
    if not history:
        return ""
    last = history[-1]
    return _("Terakhir: %(what)s oleh %(who)s (%(role)s), %(at)s.") % {
        "what": in_sentence(event_label(application, last)),
        "who": _("Anda") if last.is_own else last.actor_name or _("sistem"),
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
        data={
            **form.data_for_kind(),
            "stage": data["stage"],
            "fields": data["fields"],
            "field_reasons": form.field_reasons(),
            "opinion": data["opinion"],
            "open_stages_confirmed": form.confirms_open_stages,
        },
    )
    messages.success(request, _result(moved))
    # An official who still holds it continues with it; else the most urgent one opens.
    is_active = moved.claimed_by_id == user.pk and moved.due_on is not None
    if is_active and data["action"] != Transition.REQUEST_REVISION:
        return _same_page(request, moved)
    return HttpResponseRedirect(url_after(user, application, request.GET))


def _result(moved: Application) -> str:
    params = {"number": moved.number, "state": in_sentence(application_state_label(moved))}
    if moved.stage is not None and moved.state == "in_review":
        params["stage"] = in_sentence(moved.stage.name)
        return _("%(number)s: %(state)s, tahap %(stage)s.") % params
    return _("%(number)s: %(state)s.") % params


def _take(
    request: HttpRequest, user: User, application: Application, _form: ActionForm
) -> HttpResponse:
    take(user, application.pk)
    messages.success(request, _("Berkas ini Anda ambil."))
    return _same_page(request, application)


def _take_over(
    request: HttpRequest, user: User, application: Application, form: ActionForm
) -> HttpResponse:
    seen = form.cleaned_data["holder"]
    former = application.claimed_by
    if former == user:
        messages.success(request, _("Berkas ini sudah Anda pegang."))
        return _same_page(request, application)
    if former is not None and str(former.pk) != seen:
        raise Conflict(
            "held_by_another",
            _("Berkas ini baru saja diambil %(holder)s."),
            params={"holder": str(former)},
        )
    take(user, application.pk, from_another=True)
    if former is None:
        messages.success(request, _("Berkas ini Anda ambil."))
    else:
        words = _("Berkas ini Anda ambil alih; %(name)s diberi tahu.")
        messages.success(request, words % {"name": former})
    return _same_page(request, application)


def _release(
    request: HttpRequest, user: User, application: Application, _form: ActionForm
) -> HttpResponse:
    release(user, application.pk)
    messages.success(
        request,
        _("%(number)s dikembalikan ke antrean bersama.") % {"number": application.number},
    )
    place = ListPlace.of_file(request.GET, user)
    return HttpResponseRedirect(place.url_of_row(application.pk))


def _hand_over(
    request: HttpRequest, user: User, application: Application, _form: ActionForm
) -> HttpResponse:
    receiver = find_colleague(parse_pk(request.POST.get("receiver", "")))
    hand_over(user, application.pk, receiver)
    words = _("%(number)s diserahkan kepada %(name)s, yang diberi tahu.")
    messages.success(request, words % {"number": application.number, "name": receiver})
    return HttpResponseRedirect(url_after(user, application, request.GET))


def _same_page(request: HttpRequest, application: Application) -> HttpResponse:
    """Return to the application's page, with the place in the list it was opened from."""
    query = request.GET.urlencode()
    return HttpResponseRedirect(application_url(application.pk, f"?{query}" if query else ""))


_HANDLERS: Mapping[str, Handler] = {
    "take": _take,
    "take_over": _take_over,
    "release": _release,
    "hand_over": _hand_over,
}
