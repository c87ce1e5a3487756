"""Every table with something of a person is in the copy of their data, or left out for a reason."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from data_rights.selectors.copies import copy_of
from supply.services.letters.answers import accept
from tests.factories.orders import (
    a_member,
    an_order,
    exporter_of_record,
    invited,
    letters_sent,
    offered,
    planned,
)
from tests.factories.permits import make_permit
from tests.factories.programs import cast_of, make_application

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[2] / "docs" / "data.md"
_OPENS = "a key, which nobody is shown twice"
_OFFICE = "the work of officials, or of people as officials"
_LIMITS = "counted for limits and deleted within days"
_BUYERS = "of a buyer, who reads it by the link"
_TERMS = "figures of a firm's order; what binds a member stands in its letter"
_STEP = "a step of what is in the copy"
_PAGES = "opened and downloaded whole on the pages of the file"
LEFT_OUT = {
    "account.EmailConfirmation": _OPENS,
    "accounts.ApiToken": _OPENS,
    "accounts.IdempotencyKey": _LIMITS,
    "accounts.OneTimeCode": _OPENS,
    "accounts.PhoneEvent": "told in the security log",
    "accounts.SecondFactorReset": "told in the security log",
    "admin.LogEntry": _OFFICE,
    "applications.Attachment": _PAGES,
    "applications.DecisionNotice": _STEP,
    "applications.Note": _OFFICE,
    "axes.AccessAttempt": _LIMITS,
    "axes.AccessAttemptExpiration": _LIMITS,
    "axes.AccessFailureLog": "not written",
    "axes.AccessLog": "not written",
    "enterprises.DocumentPreview": _PAGES,
    "enterprises.SealedOriginal": _PAGES,
    "letters.Letter": _PAGES,
    "letters.LetterEvent": _OFFICE,
    "letters.PositionHolder": _OFFICE,
    "letters.SealKey": _OPENS,
    "mfa.Authenticator": _OPENS,
    "notifications.Delivery": _STEP,
    "notifications.OutboxMessage": "the inbox, which is in the copy, has the same messages",
    "operations.HeldKey": _OPENS,
    "permits.LetterYear": _STEP,
    "permits.PermitEvent": _OFFICE,
    "programs.BulkCheck": _LIMITS,
    "registers.RegisterChange": _LIMITS,
    "registers.RegisterRun": _LIMITS,
    "registers.RegisterSeen": _LIMITS,
    "supply.OrderCost": _TERMS,
    "supply.OrderDelivery": _TERMS,
    "supply.OrderHub": _TERMS,
    "supply.OrderMeasure": _TERMS,
    "supply.OrderSpecification": _TERMS,
    "supply.PlanRun": "prices of all members of an order; each reads its own part on its page",
    "supply.Quote": _TERMS,
    "supply.RequestEvent": _OFFICE,
    "supply.RequestFile": _BUYERS,
}


def tables_with_people() -> dict[str, str]:
    """Return the labels in docs/data.md that are more than the work of an office, by table."""
    rows = re.findall(r"^\| `([\w.]+)` \| (secret|sensitive|personal) \|", DATA.read_text(), re.M)
    return {label: apps.get_model(label)._meta.db_table for label, _level in rows}


def read_for(*people: User) -> str:
    with CaptureQueriesContext(connection) as queries:
        for person in people:
            copy_of(person)
    return "\n".join(each["sql"] for each in queries)


def test_a_table_is_in_the_copy_or_left_out_for_a_reason() -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    owner, product = a_member(exporter)
    (invitation,) = invited(head, order, product)
    offered(owner, invitation, pieces=40)
    (letter,) = letters_sent(head, order, planned(head, order)).values()
    accept(owner, letter.uid)
    cast = cast_of()
    make_application(cast, stage="recommendation")
    make_permit(cast.enterprise, cast.verifier)
    read = read_for(head, owner, cast.owner)
    missing = {label for label, table in tables_with_people().items() if f'"{table}"' not in read}
    # Write what a person may read into a copy (settings.PERSONAL_DATA), or here why it is not.
    assert missing == set(LEFT_OUT)
    copied = copy_of(owner).decode()
    assert letter.content["number"] in copied
    assert order.number in copied
    assert product.name_id in copied
    # Of an order a member reads its own part alone, its exporter no member's.
    led = copy_of(head).decode()
    assert order.number in led
    assert letter.content["number"] not in led
