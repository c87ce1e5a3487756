"""Content negotiation: which format a response has."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotAcceptable, ValidationError
from rest_framework.negotiation import DefaultContentNegotiation


class FormatFirst(DefaultContentNegotiation):
    """`?format=` takes precedence over Accept; an Accept that no format satisfies gets the first.

    An unknown `format` is 400.
    """

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        requested = format_suffix or request.query_params.get("format")
        if requested is not None:
            try:
                chosen = self.filter_renderers(renderers, requested)[0]
            except Http404:
                message = _("Bentuk jawaban ini tidak ada.")
                raise ValidationError({"format": [message]}, code="unknown_format") from None
            return chosen, chosen.media_type
        try:
            return super().select_renderer(request, renderers, format_suffix)
        except NotAcceptable:
            return renderers[0], renderers[0].media_type
