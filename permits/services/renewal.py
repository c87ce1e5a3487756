"""Beginning anew what ends: a draft with what the former file said."""

from django.db import transaction

from accounts.models import User
from applications.models import Application
from applications.services.copies import renew_as_draft
from common.errors import Conflict
from permits.messages.refusals import REFUSAL
from permits.selectors.permits import permit_for
from permits.selectors.renewals import may_renew


@transaction.atomic
def renew(actor: User, permit_id: int) -> Application:
    """Create the draft of a renewal, in its window.

    Raises NotFound, Conflict `not_renewable`, and what `renew_as_draft` raises: NotPermitted,
    Conflict `already_open` where one is open already.
    """
    permit = permit_for(actor, permit_id)
    if permit.application_id is None or not may_renew(permit):
        raise Conflict("not_renewable", REFUSAL["not_renewable"])
    return renew_as_draft(actor, permit.application_id)
