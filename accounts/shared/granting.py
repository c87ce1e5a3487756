"""Forms that grant rights to a person: an open session alone is not enough to use them."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.shared.fresh_proof import ask_again
from common.admin.base import ModelAdmin


class GrantingAdmin(ModelAdmin):
    """Requires proof of identity from whoever may add or change a row before the form opens.

    Asked before the form is filled in, not only when it is sent: what was typed would be lost.
    """

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Ask for proof, unless the person may only read; those without access are refused."""
        is_new = object_id is None
        may = self.has_add_permission if is_new else self.has_change_permission
        if may(request) and (again := ask_again(request)) is not None:
            return again
        return super().changeform_view(request, object_id, form_url, extra_context)
