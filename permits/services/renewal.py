"""Renewing what ends: a draft with what the former file said."""

from collections.abc import Collection
from typing import Final

from django.db import transaction

from accounts.models import User
from applications.models import Application
from applications.services.copies import renew_as_draft
from common.errors import Conflict
from permits.messages.refusals import REFUSAL
from permits.models import Permit
from permits.selectors.permits import permit_for
from permits.selectors.renewals import may_renew, window_of
from programs.models import Question

# What is said and proved again for each shipment, besides what distinguishes one from another.
_OF_A_SHIPMENT: Final = (
    "has_export_declaration",
    "export_declaration",
    "invoice",
    "packing_list",
    "transport_document",
)


@transaction.atomic
def renew(actor: User, permit_id: int) -> Application:
    """Create the draft of a renewal, in its window, or of the next shipment.

    Raises NotFound, Conflict `not_renewable`, and what `renew_as_draft` raises: NotPermitted,
    Conflict `already_open` where one is open already.
    """
    permit = permit_for(actor, permit_id)
    if permit.application_id is None or not may_renew(permit):
        raise Conflict("not_renewable", REFUSAL["not_renewable"])
    return renew_as_draft(actor, permit.application_id, without=_not_copied(permit))


def _not_copied(permit: Permit) -> Collection[str]:
    window = window_of(permit)
    if permit.application is None or window is None or not window.per_shipment:
        return ()
    edition = permit.application.edition_id
    identifying = Question.objects.filter(edition=edition, identifies=True)
    return {*_OF_A_SHIPMENT, *identifying.values_list("code", flat=True)}
