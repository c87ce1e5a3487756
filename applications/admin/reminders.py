"""An official's own reminders: ticking one off."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.shared.current_user import current_user
from applications.services.remarks import finish_reminder
from common.errors import NotFound
from common.web.own_paths import own_path
from common.web.primary_keys import parse_pk


def reminder_page(request: HttpRequest, context: dict[str, Any], reminder_id: int) -> HttpResponse:
    """Tick off the reminder and lead back to the page it was shown on, else to the queue."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    pk = parse_pk(str(reminder_id))
    if pk is None:
        raise Http404
    try:
        finish_reminder(current_user(request), pk)
    except NotFound as error:
        raise Http404 from error
    messages.success(request, _("Pengingat selesai."))
    return redirect(own_path(request.POST.get("lanjut", "")) or reverse("admin:index"))
