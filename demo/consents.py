"""How owners without an account consent to the demo helper: one by a code, one by a form."""

from typing import Final

from accounts.models import OneTimeCode, User
from common.dates import clock
from demo.papers import Papers
from demo.past import PastDays, at
from enterprises.enums import CONSENT_FORM
from enterprises.models import Enterprise
from enterprises.services.consent_codes import ask_code, record_right_code
from enterprises.services.consent_forms import judge_form, record_form
from enterprises.services.documents import store_clean
from notifications.services.delivery import deliver_due

_CONSENTED_AGO: Final = 44
# Assigned to nobody: the demo has no gateway.
_PHONE: Final = "+6281230004501"


def consent_by_code(past: PastDays, helper: User, enterprise: Enterprise) -> None:
    """Let the owner pass on the code that was sent to their number."""
    with at(past.moment(_CONSENTED_AGO, 30)):
        asked = ask_code(
            helper,
            enterprise,
            owner_name="Kartini Wahyuningsih",
            phone=_PHONE,
            via="whatsapp",
            address="demo",
        )
        # Nobody reads the message here, so the code counts as typed correctly.
        OneTimeCode.objects.filter(phone_index=asked.phone_index).update(consumed_at=clock.now())
        record_right_code(asked)
        # Dated on the day of the consent, like the messages of a history.
        deliver_due()


def consent_by_form(
    past: PastDays, helper: User, enterprise: Enterprise, *, official: User, papers: Papers
) -> None:
    """Let the office accept the form that the owner thumb-printed."""
    with at(past.moment(_CONSENTED_AGO, 60)):
        file = papers.copy_for(CONSENT_FORM, 0)
        form = store_clean(helper, enterprise, kind=CONSENT_FORM, file=file)
        asked = record_form(helper, enterprise, owner_name="Lilik Suhartini", evidence=form)
    with at(past.moment(_CONSENTED_AGO - 1, 60)):
        reason = "Cap jempol dibubuhkan di depan petugas; KTP cocok."
        judge_form(official, asked.pk, accept=True, reason=reason)
        deliver_due()
