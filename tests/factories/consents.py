"""Helpers of owners without an account, and the ways in which these consent."""

import re
from typing import Any

from accounts.models import User
from common.dates import clock
from enterprises.models import Enterprise, HelperConsent, OwnerNotice
from enterprises.services.consent_codes import ask_code, give_by_code
from enterprises.services.consent_forms import judge_form, send_form
from enterprises.services.registration import open_membership
from tests.api.client import photo
from tests.factories.accounts import HelperFactory, OfficialFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.phones import phone_messages

OWNER = "Siti Aminah"
OWNER_PHONE = "+6285712345678"
NETWORK = "10.0.0.0/24"


def declared_helper(**fields: Any) -> tuple[User, Enterprise]:
    """Create a helper who acts on their own word, and the enterprise."""
    helper, enterprise = HelperFactory(), EnterpriseFactory(**fields)
    open_membership(helper, enterprise, channel="web")
    return helper, enterprise


def owner_code() -> str:
    """Return the code in the newest message that asks an owner for consent."""
    found = [re.search(r"\b(\d{6}): ", message.text) for message in phone_messages()]
    return [match[1] for match in found if match][-1]


def ask(helper: User, enterprise: Enterprise, **changes: str) -> HelperConsent:
    """Send the owner a code."""
    sent = {"owner_name": OWNER, "phone": OWNER_PHONE, "via": "whatsapp", **changes}
    return ask_code(helper, enterprise, **sent, address=NETWORK)


def consent_by_code(helper: User, enterprise: Enterprise) -> HelperConsent:
    """Let the owner consent by the code that reached their number."""
    ask(helper, enterprise)
    return give_by_code(helper, enterprise, owner_code())


def waiting_form(helper: User, enterprise: Enterprise, *, phone: str = "") -> HelperConsent:
    """Send a form, which the office has not judged yet."""
    return send_form(
        helper,
        enterprise,
        owner_name=OWNER,
        phone=phone,
        upload=photo(),
        filename="formulir.jpg",
    )


def consent_by_form(helper: User, enterprise: Enterprise) -> HelperConsent:
    """Let an official of the region accept the owner's form."""
    official = OfficialFactory(regency=enterprise.regency_id)
    sent = waiting_form(helper, enterprise)
    return judge_form(official, sent.pk, accept=True, reason="Tanda tangan sesuai KTP.")


def waiting_notice(**fields: Any) -> OwnerNotice:
    """Create a notice that waits for the counter."""
    helper, enterprise = declared_helper(**fields)
    return OwnerNotice.objects.create(
        enterprise=enterprise, helper=helper, act="registered", at=clock.now()
    )
