"""Letters and phone messages of a portal with demo data, which sends none: everybody reads them."""

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
from notifications.channels.recorded import recorded
from notifications.enums import PHONE_CHANNELS, Channel

SHOWN = 100


@dataclass(frozen=True)
class KeptLetter:
    """What the pages show of one file of the mailbox."""

    name: str
    subject: str
    to: str
    at: datetime
    text: str
    message_id: str
    handovers: int


@dataclass(frozen=True)
class PhoneMessage:
    """What the page shows of one SMS or WhatsApp message."""

    channel: Channel
    to: str
    text: str
    at: datetime
    handovers: int


def _demo_only() -> None:
    # Letters hold links that open accounts: where real people live the pages do not exist.
    if not settings.PORTAL_DEMO:
        raise Http404


@require_safe
@never_cache
def letters(request: HttpRequest) -> HttpResponse:
    """The newest letters and phone messages."""
    _demo_only()
    newest = [_read(path) for path in _newest(Path(settings.MAIL_DIR))]
    context = {"letters": newest, "phone_messages": _phone_messages(), "shown": SHOWN}
    return render(request, "notifications_web/letters.html", context)


@require_safe
@never_cache
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One letter as text, its links clickable."""
    _demo_only()
    if not mailbox.is_file_name(name):
        raise Http404
    try:
        found = _read(Path(settings.MAIL_DIR) / (name + mailbox.SUFFIX))
    except FileNotFoundError as error:
        raise Http404 from error
    return render(request, "notifications_web/letter.html", {"letter": found})


def _phone_messages() -> list[PhoneMessage]:
    found = [
        PhoneMessage(channel, message.to, message.text, message.at, message.handovers)
        for channel in PHONE_CHANNELS
        for message in recorded(channel)
    ]
    return heapq.nlargest(SHOWN, found, key=lambda message: message.at)


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
    return [folder / name for _, name in heapq.nlargest(SHOWN, files)]


def _read(path: Path) -> KeptLetter:
    message = mailbox.read(path)
    body = message.get_body(("plain",))
    return KeptLetter(
        name=path.name.removesuffix(mailbox.SUFFIX),
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        at=datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone()),
        text=body.get_content() if body else "",
        message_id=str(message["Message-ID"] or ""),
        handovers=mailbox.handovers_of(message),
    )
