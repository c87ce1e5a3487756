"""A buyer and the exporter of a request write to each other."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound
from common.text.typed import visible
from enterprises.selectors.members import owners_of
from notifications.services.outbox import enqueue_all
from supply.enums import RequestState
from supply.messages import buyers
from supply.messages import requests as messages
from supply.models import BuyerRequest, RequestMessage
from supply.selectors.exporters import is_exporter_now
from supply.services.requests.buyer_mail import send
from supply.services.requests.moves import locked_own
from supply.services.requests.sending import refuse_personal_number

LONGEST: Final = 2000
MOST_MESSAGES: Final = 200
# Per side and hour: more is not a conversation.
MOST_AN_HOUR: Final = 20
_MOST_TOLD: Final = 20
_HOUR: Final = timedelta(hours=1)


@transaction.atomic
def write_as_exporter(actor: User, request_id: int, text: str) -> RequestMessage:
    """Write to the buyer of a taken request, who gets a letter that there is a message.

    Raises NotFound, NotPermitted, Conflict `state_changed` or `too_many_messages`, InvalidInput.
    """
    request = locked_own(actor, request_id)
    message = _write(request, text, actor)
    send(request, buyers.answered(request))
    return message


@transaction.atomic
def write_as_buyer(request_id: int, text: str) -> RequestMessage:
    """Write to the exporter who took the request.

    Raises as `write_as_exporter`, and Conflict `exporter_ended`: nobody reads it there any more.
    """
    rows = BuyerRequest.objects.select_for_update(of=("self",)).select_related("exporter")
    request = rows.filter(pk=request_id).first()
    if request is None:
        raise NotFound("not_found", _("Permintaan tidak ditemukan."))
    if request.state != RequestState.TAKEN or request.exporter is None:
        text = _("Pesan dapat ditulis selama permintaan ditangani eksportir.")
        raise Conflict("state_changed", text)
    if not is_exporter_now(request.exporter):
        raise Conflict(
            "exporter_ended",
            _(
                "%(exporter)s bukan lagi eksportir yang diakui dinas, jadi pesan tidak dapat "
                "ditulis."
            ),
            params={"exporter": request.exporter.name},
        )
    message = _write(request, text, None)
    owners = list(owners_of(request.exporter)[:_MOST_TOLD])
    enqueue_all(messages.written(request, owners))
    return message


def _write(request: BuyerRequest, typed: str, author: User | None) -> RequestMessage:
    text = visible(typed).strip()
    if not text:
        raise InvalidInput("required", _("Tulis pesan Anda."), field="text")
    if len(text) > LONGEST:
        said = _("Paling banyak %(most)s huruf.")
        raise InvalidInput("too_long", said, field="text", params={"most": LONGEST})
    refuse_personal_number(text, "text")
    _require_room(request, author)
    return RequestMessage.objects.create(request=request, author=author, text=text, at=clock.now())


def _require_room(request: BuyerRequest, author: User | None) -> None:
    own = request.messages.filter(author__isnull=author is None)
    lately = own.filter(at__gt=clock.now() - _HOUR).count()
    if request.messages.count() >= MOST_MESSAGES or lately >= MOST_AN_HOUR:
        text = _("Sudah terlalu banyak pesan. Lanjutkan lewat email atau telepon.")
        raise Conflict("too_many_messages", text)
