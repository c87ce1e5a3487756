"""E-mails to a buyer, who has no account, in the language of the request."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from supply.models import BuyerRequest


@dataclass(frozen=True)
class BuyerNotice:
    """One letter to a buyer: its key and what its text names."""

    key: str
    context: dict[str, Any] = field(default_factory=dict)


def confirm(request: BuyerRequest) -> BuyerNotice:
    """Return the letter that asks whether the address is the sender's own.

    Where an exporter wrote the request for the buyer it says who, and nothing that was typed: a
    stranger's words do not go out in the portal's name.
    """
    writer = request.typed_for.name if request.typed_for else ""
    return BuyerNotice("buyer.confirm", {"language": request.language, "writer": writer})


def taken(request: BuyerRequest) -> BuyerNotice:
    """Return the letter that names the exporter who handles the request."""
    return BuyerNotice("buyer.taken", _said(request))


def declined(request: BuyerRequest, reason: str) -> BuyerNotice:
    """Return the letter that says that the request cannot be met, and why."""
    return BuyerNotice("buyer.declined", {**_said(request), "reason": reason})


def left(request: BuyerRequest) -> BuyerNotice:
    """Return the letter that the exporter who handles the request is one of record no longer."""
    return BuyerNotice("buyer.exporter_ended", _said(request))


def end_of_left(request: BuyerRequest) -> str:
    """Return in the active language why a request of a former exporter was closed."""
    return _(
        "%(exporter)s bukan lagi eksportir yang diakui dinas. Anda dapat mengirim permintaan baru, "
        "yang dibaca semua eksportir yang diakui."
    ) % {"exporter": request.exporter.name if request.exporter else ""}


def answered(request: BuyerRequest) -> BuyerNotice:
    """Return the letter that says that the exporter wrote; the text itself is only at the link."""
    return BuyerNotice("buyer.message", _said(request))


def quoted(request: BuyerRequest) -> BuyerNotice:
    """Return the letter that says that a price was named; the price itself is only at the link."""
    return BuyerNotice("buyer.quoted", _said(request))


def closed(request: BuyerRequest) -> BuyerNotice:
    """Return the letter that says that the exporter closed the request, and as what."""
    with translation.override(request.language):
        cause = str(request.get_lost_reason_display()) if request.lost_reason else ""
    return BuyerNotice(
        "buyer.closed", {**_said(request), "is_met": request.closed_as == "met", "cause": cause}
    )


def _said(request: BuyerRequest) -> dict[str, Any]:
    return {
        "language": request.language,
        "wanted": request.wanted,
        "quantity": request.quantity,
        "exporter": request.exporter.name if request.exporter_id and request.exporter else "",
    }
