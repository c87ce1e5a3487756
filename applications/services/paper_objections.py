"""Objections handed in on paper: an official who did no step of the file records the letter."""

from datetime import date
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from applications.models import Application, Objection
from applications.models.attachment import OBJECTION_DOCUMENT
from applications.permissions import may_record_objection
from applications.selectors.access import application_for
from applications.selectors.objections import latest_rejection
from applications.services.authorization import require
from applications.services.locking import lock
from applications.services.objections import (
    official_words,
    open_objection,
    require_objectionable,
)
from common.dates import clock
from common.dates.clock import local_date
from common.errors import InvalidInput
from enterprises.services.documents import store_received


def record_objection(
    actor: User,
    application_id: int,
    *,
    grounds: str,
    received_on: date,
    upload: IO[bytes],
    filename: str,
) -> Objection:
    """Record the owner's letter, by its picture and the day on which the office received it.

    Whether it came in time, and until when it is answered, is counted from that day. The picture is
    stored before the row is locked. Raises NotFound, NotPermitted, InvalidInput (`bad_day`,
    `reason_says_nothing`), Conflict as `file_objection`, and what the document store raises.
    """
    application = application_for(actor, application_id)
    require(may_record_objection(actor, application))
    grounds = official_words(grounds, "grounds")
    _require_day(application, received_on)
    require_objectionable(application, received_on)
    version = store_received(
        actor,
        application.enterprise,
        kind=OBJECTION_DOCUMENT,
        upload=upload,
        filename=filename,
    )
    with transaction.atomic():
        application = lock(application_id)
        require(may_record_objection(actor, application))
        _require_day(application, received_on)
        return open_objection(
            actor, application, grounds=grounds, version=version, received_on=received_on
        )


def _require_day(application: Application, day: date) -> None:
    rejection = latest_rejection(application)
    decided_on = local_date(rejection.at) if rejection else clock.today()
    if not decided_on <= day <= clock.today():
        text = _("Pilih hari sejak keputusan sampai hari ini.")
        raise InvalidInput("bad_day", text, field="received_on")
