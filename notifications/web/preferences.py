"""A person's choice of channels."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.shared.changed_by import changed_by
from accounts.shared.current_user import current_user
from common.edits.merging import ChangedMeanwhile
from common.web.form_pages import status_of_form
from common.web.guarded_forms import GuardedForm
from notifications.enums import Channel
from notifications.selectors.preferences import choices_of
from notifications.services.preferences import channels_row, choose_channels

HINTS = {
    Channel.EMAIL: gettext_lazy("Surat tentang akun, misalnya ganti kata sandi, tetap dikirim."),
    Channel.WHATSAPP: gettext_lazy("Kabar pengajuan ke nomor ponsel Anda."),
    Channel.SMS: gettext_lazy("Hanya bila pesan tidak sampai lewat WhatsApp."),
}


class ChannelsForm(GuardedForm):
    """One checkbox per optional channel."""

    def __init__(self, *args: Any, current: dict[Channel, bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for channel, is_enabled in current.items():
            self.fields[channel.value] = forms.BooleanField(
                label=capfirst(channel.label),
                required=False,
                initial=is_enabled,
                help_text=HINTS.get(channel, ""),
            )

    def enabled_by_channel(self) -> dict[Channel, bool]:
        """Return each channel and whether it was ticked; call after `is_valid`."""
        return {Channel(name): is_enabled for name, is_enabled in self.cleaned_data.items()}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Show and store the choice of channels."""
    user = current_user(request)
    # Unticking everything is valid, though then only the CSRF token is posted: an empty form.
    data = request.POST if request.method == "POST" else None
    choices = choices_of(user)
    form = ChannelsForm(data, current=choices)
    shown = form.guard(channels_row(user), {each.value: on for each, on in choices.items()})
    if form.is_valid():
        try:
            choose_channels(user, enabled=form.enabled_by_channel(), shown=shown)
        except ChangedMeanwhile as error:
            form.explain(error.merge, changed_by(user, error.merge.conflicts))
        else:
            messages.success(request, _("Pilihan Anda tersimpan."))
            return redirect("channel-preferences")
    context = {"form": form}
    return render(
        request, "notifications_web/preferences.html", context, status=status_of_form(form)
    )
