"""How a person wants to be told."""

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

from accounts.shared.current_user import current_user
from notifications.enums import Channel
from notifications.selectors.preferences import choices_of
from notifications.services.preferences import choose_channels

HINTS = {
    Channel.EMAIL: gettext_lazy("Surat tentang akun, misalnya ganti kata sandi, tetap dikirim."),
    Channel.WHATSAPP: gettext_lazy("Kabar pengajuan ke nomor ponsel Anda."),
    Channel.SMS: gettext_lazy("Hanya bila pesan tidak sampai lewat WhatsApp."),
}


class ChannelsForm(forms.Form):
    """One tick per channel that may be switched."""

    def __init__(self, *args: Any, current: dict[Channel, bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for channel, is_enabled in current.items():
            self.fields[channel.value] = forms.BooleanField(
                label=capfirst(channel.label),
                required=False,
                initial=is_enabled,
                help_text=HINTS.get(channel, ""),
            )

    def chosen(self) -> dict[Channel, bool]:
        """What was ticked; call after `is_valid`."""
        return {Channel(name): ticked for name, ticked in self.cleaned_data.items()}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Shows and stores the choice of channels."""
    user = current_user(request)
    # No tick at all is a choice too, though then nothing but the token is posted.
    posted = request.POST if request.method == "POST" else None
    form = ChannelsForm(posted, current=choices_of(user))
    if form.is_valid():
        choose_channels(user, enabled=form.chosen())
        messages.success(request, _("Pilihan Anda tersimpan."))
        return redirect("channel-preferences")
    return render(request, "notifications_web/preferences.html", {"form": form})
