"""An exporter writes the request of a buyer met elsewhere; the buyer confirms it by its link."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import NotPermitted
from supply.models import BuyerRequest
from supply.selectors.exporters import exporters_of
from supply.services.requests.buyer_checks import require_firms_address
from supply.services.requests.files import Upload
from supply.services.requests.sending import EnteredBy, RequestData, send_request


def enter_request(
    actor: User, exporter_id: int, asked: RequestData, *, uploads: Sequence[Upload], language: str
) -> BuyerRequest:
    """Store what a buyer asked an exporter for, and send the buyer the letter that confirms it.

    Nobody else reads it; confirmed, it is this exporter's. The limits of an hour count for the
    exporter as for a network. Raises NotPermitted, InvalidInput `free_mail`, `own_address`,
    Conflict `asked_already`, `too_many_unconfirmed`, and what `send_request` raises.
    """
    exporter = exporters_of(actor).filter(pk=exporter_id).first()
    if exporter is None:
        raise NotPermitted("exporters_only", _("Usaha ini bukan eksportir yang Anda wakili."))
    require_firms_address(asked.email, exporter, field="email")
    return send_request(
        asked,
        uploads=uploads,
        language=language,
        network=f"exporter:{exporter.pk}",
        typed=EnteredBy(exporter, actor),
    )
