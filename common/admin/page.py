"""The officials' own pages beside Django's."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _


def backoffice_page(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> TemplateResponse:
    """Render a page in the frame of the admin; the context comes from the admin site."""
    return TemplateResponse(request, template, dict(context), status=status)


def back_to_list(request: HttpRequest, model: type[Model]) -> HttpResponseRedirect:
    """Redirect to the list of a row that does not exist or may not be seen, and say so."""
    messages.warning(request, _("Yang Anda buka tidak ada, atau di luar wilayah Anda."))
    opts = model._meta
    return HttpResponseRedirect(reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"))
