"""Mail and phone messages of a demo portal, which sends none: pages open to everyone."""

import heapq
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from notifications.channels import mailbox
from notifications.channels.recorded import recorded_messages
from notifications.enums import PHONE_CHANNELS, Channel

MAX_SHOWN = 100


@dataclass(frozen=True)
class StoredLetter:
    """One file of the mailbox, as the pages show it."""

    name: str
    subject: str
    to: str
    at: datetime
    text: str
    message_id: str
    handovers: int


@dataclass(frozen=True)
class PhoneMessage:
    """One SMS or WhatsApp message, as the page shows it."""

    channel: Channel
    to: str
    text: str
    at: datetime
    handovers: int


def _demo_only() -> None:
    # Mail holds links that give access to accounts, so without demo data the pages do not exist.
    if not settings.PORTAL_DEMO:
        raise Http404


@require_safe
@never_cache
def letters(request: HttpRequest) -> HttpResponse:
    """List the newest letters and phone messages."""
    _demo_only()
    newest = [_read(path) for path in _newest(Path(settings.MAIL_DIR))]
    context = {"letters": newest, "phone_messages": _phone_messages(), "shown": MAX_SHOWN}
    return render(request, "notifications_web/letters.html", context)


@require_safe
@never_cache
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """Show one letter as text, with clickable links."""
    _demo_only()
    if not mailbox.is_file_name(name):
        raise Http404
    try:
        stored = _read(Path(settings.MAIL_DIR) / (name + mailbox.SUFFIX))
    except FileNotFoundError as error:
        raise Http404 from error
    return render(request, "notifications_web/letter.html", {"letter": stored})


def _phone_messages() -> list[PhoneMessage]:
    messages = [
        PhoneMessage(channel, message.to, message.text, message.at, message.handovers)
        for channel in PHONE_CHANNELS
        for message in recorded_messages(channel)
    ]
    return heapq.nlargest(MAX_SHOWN, messages, key=lambda message: message.at)


def _newest(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            files = [
                (entry.stat().st_mtime, entry.name)
                for entry in entries
                if entry.name.endswith(mailbox.SUFFIX)
            ]
    except FileNotFoundError:
        return []
    return [folder / name for _modified, name in heapq.nlargest(MAX_SHOWN, files)]


def _read(path: Path) -> StoredLetter:
    message = mailbox.read(path)
    body = message.get_body(("plain",))
    return StoredLetter(
        name=path.name.removesuffix(mailbox.SUFFIX),
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        at=datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone()),
        text=body.get_content() if body else "",
        message_id=str(message["Message-ID"] or ""),
        handovers=mailbox.handovers_of(message),
    )
