"""A lost phone: an administrator removes the second factor and gives a reason."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import SecondFactorReset, User
from accounts.selectors.second_factor import factors_of
from accounts.services.second_factor import MIN_REASON, reset_second_factor
from accounts.shared.current_user import current_user
from accounts.shared.fresh_proof import ask_again
from common.admin.base import ImmutableAdmin
from common.errors import DomainError, InvalidInput


class ReasonForm(forms.Form):
    """The reason; the person whose second factor is removed reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy(
            "Dibaca oleh orangnya, misalnya: ponsel hilang, dilaporkan langsung."
        ),
        min_length=MIN_REASON,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Tulis alasannya."),
            "min_length": gettext_lazy("Tulis alasan, paling sedikit 3 huruf."),
        },
    )


def reset_page(request: HttpRequest, context: dict[str, Any], user_id: int) -> HttpResponse:
    """Show whether the person has a second factor, and remove it."""
    actor = current_user(request)
    if not actor.has_perm("accounts.change_user"):
        raise PermissionDenied
    if (again := ask_again(request)) is not None:
        return again
    person = get_object_or_404(User, pk=user_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (answer := _reset(request, person, form)) is not None:
        return answer
    page = {
        "title": _("Atur ulang langkah kedua"),
        "person": person,
        "is_set_up": bool(factors_of(person)),
        "is_self": person.pk == actor.pk,
        "form": form,
        "resets": person.second_factor_resets.select_related("by"),
    }
    status = 400 if form.errors else 200
    return render(request, "admin/langkah_kedua.html", {**context, **page}, status=status)


def _reset(request: HttpRequest, person: User, form: ReasonForm) -> HttpResponse | None:
    """Remove the factor and lead back; None where the reason has to be corrected."""
    try:
        reset_second_factor(person, by=current_user(request), reason=form.cleaned_data["reason"])
    except InvalidInput as error:
        form.add_error("reason", error.message)
        return None
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Langkah kedua diatur ulang; orangnya diberi tahu."))
    return HttpResponseRedirect(request.path)


@admin.register(SecondFactorReset)
class SecondFactorResetAdmin(ImmutableAdmin):
    """Read-only: whose second factor was removed, by whom and why."""

    list_display = ("at", "user", "by", "reason")
    list_select_related = ("user", "by")
    search_fields = ("user__name", "user__email")
    ordering = ("-id",)
