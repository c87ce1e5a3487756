"""Recording that the notice of a refusal was handed over at the counter or delivered by post."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.shared.current_user import current_user
from applications.admin.objections.listing import back_url, file_address
from applications.messages.refusals import PERMISSION
from applications.models import DeliveryWay
from applications.permissions import may_record_delivery
from applications.selectors.access import application_for
from applications.selectors.objections import latest_rejection
from applications.services.decision_notices import record_delivery
from common.admin.page import backoffice_page
from common.errors import Conflict, InvalidInput, NotFound
from common.web.fields import DayField
from common.web.form_errors import show_errors


class DeliveryForm(forms.Form):
    """On which day, and how."""

    delivered_on = DayField(
        label=gettext_lazy("Sampai pada"),
        error_messages={"required": gettext_lazy("Isi tanggal sampainya.")},
    )
    way = forms.ChoiceField(
        label=gettext_lazy("Cara"),
        choices=[(way.value, way.label) for way in (DeliveryWay.COUNTER, DeliveryWay.POST)],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih salah satu.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def delivery_page(
    request: HttpRequest, context: dict[str, Any], application_id: int
) -> HttpResponse:
    """Ask when the notice arrived, and record it."""
    user = current_user(request)
    try:
        application = application_for(user, application_id)
    except NotFound as error:
        raise Http404 from error
    permission = may_record_delivery(user, application)
    if permission.code == "decider_records":
        messages.error(request, str(PERMISSION[permission.code]))
        return HttpResponseRedirect(file_address(application.pk))
    if not permission:
        raise PermissionDenied
    form = DeliveryForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            record_delivery(
                user,
                application.pk,
                delivered_on=form.cleaned_data["delivered_on"],
                way=DeliveryWay(form.cleaned_data["way"]),
            )
        except InvalidInput as error:
            show_errors(form, error)
        except Conflict as error:
            messages.error(request, error.message)
            return HttpResponseRedirect(file_address(application.pk))
        else:
            messages.success(
                request,
                _("Tercatat, dan pelaku usaha diberi tahu. Waktu keberatan berjalan sejak besok."),
            )
            return HttpResponseRedirect(back_url("belum-sampai"))
    page = {
        "title": _("Pemberitahuan penolakan"),
        "application": application,
        "rejection": latest_rejection(application),
        "back": back_url("belum-sampai"),
        "application_url": file_address(application.pk),
        "form": form,
    }
    return backoffice_page(
        request,
        "admin/backoffice/delivery.html",
        {**context, **page},
        400 if form.is_bound else 200,
    )
