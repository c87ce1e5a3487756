"""The consent of an owner without an account, by a code to a number that is no helper's."""

import math
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.enums import CodePurpose
from accounts.models import OneTimeCode, User
from accounts.services.phone_codes import check_code, is_code_of, issue_code, settle
from accounts.shared.code_waits import wait_text
from common.dates import clock
from common.errors import Conflict, TooManyRequests
from common.identity.names import without_links
from common.retention import retention
from enterprises.enums import ConsentState, ConsentWay, MemberRole
from enterprises.models import Enterprise, HelperConsent, Member
from enterprises.selectors.helper_consents import require_may_ask
from enterprises.services.consent_requests import (
    count_request,
    give,
    hold_and_check,
    new_request,
    number_of_owner,
    owner_name_of,
    refuse_number,
    waiting_of,
)

_KEEP_UNANSWERED: Final = retention("consent-requests").period


def ask_code(
    helper: User, enterprise: Enterprise, *, owner_name: str, phone: str, via: str, address: str
) -> HelperConsent:
    """Send a code to the owner's number, whose holder agrees by giving the code to the helper.

    Another request replaces one that waits. `address` is the network of the request. Raises
    NotFound, NotPermitted and Conflict as `require_may_ask`, InvalidInput (`name_required`,
    `phone_invalid`, `phone_refused`), TooManyRequests as `issue_code`.
    """
    require_may_ask(helper, enterprise)
    _refuse_after_an_end(helper, enterprise)
    name = owner_name_of(owner_name, helper)
    number = number_of_owner(phone)
    count_request(helper)
    with transaction.atomic():
        consent = new_request(helper, enterprise, ConsentWay.CODE, name)
        refuse_number(number, enterprise)
        consent.phone = number
        consent.code = _issue(consent, number, via=via, address=address)
        consent.save(force_insert=True)
    return consent


def give_by_code(helper: User, enterprise: Enterprise, typed: str) -> HelperConsent:
    """Record the owner's consent by the code that the owner gave; the helper may act from now on.

    The same code again, as after a double click, returns the same consent. Call it outside a
    transaction, as `check_code`, whose errors it raises. Raises Conflict `code_unknown` where no
    code waits, and what `require_may_ask` raises.
    """
    if (given := _given_by(helper, enterprise, typed)) is not None:
        return given
    require_may_ask(helper, enterprise)
    waiting = waiting_of(helper, enterprise).filter(way=ConsentWay.CODE).first()
    if waiting is None or waiting.code_id is None:
        raise Conflict("code_unknown", _("Kode ini tidak dikenal lagi. Minta kode baru."))
    check_code(waiting.code_id, typed)
    return record_right_code(waiting)


@transaction.atomic
def record_right_code(waiting: HelperConsent) -> HelperConsent:
    """Record the consent whose code was right a moment ago, once; the helper acts from now on.

    Locks enterprise and consent. Raises Conflict `proof_gone`, `code_unknown` for a request that
    another has replaced, and what `require_may_ask` and `hold_and_check` raise.
    """
    Enterprise.objects.select_for_update().only("pk").get(pk=waiting.enterprise_id)
    require_may_ask(waiting.helper, waiting.enterprise)
    locked = waiting_of(waiting.helper, waiting.enterprise).select_for_update(of=("self",))
    consent = locked.filter(pk=waiting.pk).first()
    if consent is None or consent.code_id is None:
        raise Conflict("code_unknown", _("Kode ini tidak dikenal lagi. Minta kode baru."))
    hold_and_check(consent)
    settle(consent.code_id, purpose=CodePurpose.CONSENT)
    give(consent, by=None, reason="")
    return consent


def forget_unanswered_codes() -> int:
    """Delete requests whose code was not given to the helper in two days; return how many."""
    old = HelperConsent.objects.filter(
        state=ConsentState.WAITING,
        way=ConsentWay.CODE,
        asked_at__lt=clock.now() - _KEEP_UNANSWERED,
    )
    return old.delete()[0]


def _issue(consent: HelperConsent, number: str, *, via: str, address: str) -> OneTimeCode:
    """Send the code; a refusal says in words how long to wait."""
    try:
        return issue_code(
            number,
            purpose=CodePurpose.CONSENT,
            via=via,
            address=address,
            language=consent.language,
            user=consent.helper,
            about={
                "helper": without_links(consent.helper_name),
                "enterprise": without_links(consent.enterprise_name),
            },
        )
    except TooManyRequests as error:
        until = error.params.get("until")
        if not isinstance(until, datetime):
            raise
        wait = max(1, math.ceil((until - clock.now()).total_seconds()))
        raise TooManyRequests(
            error.code, wait_text(error), field="phone", params={"wait": wait}
        ) from None


def _refuse_after_an_end(helper: User, enterprise: Enterprise) -> None:
    """Refuse a helper who was ended, also one who acted by declaration, so that no code is sent."""
    ended = Member.objects.filter(
        user=helper, enterprise=enterprise, role=MemberRole.HELPER, until__isnull=False
    )
    # A declaration that ran out was not ended by anyone.
    if ended.exclude(until=F("declared_until")).exists():
        text = _("Pendampingan Anda diakhiri. Persetujuan baru hanya dengan formulir.")
        raise Conflict("form_needed", text)


def _given_by(helper: User, enterprise: Enterprise, typed: str) -> HelperConsent | None:
    given = HelperConsent.objects.filter(
        helper=helper, enterprise=enterprise, state=ConsentState.GIVEN, way=ConsentWay.CODE
    )
    consent = given.select_related("code").first()
    if consent is None or consent.code is None or not is_code_of(consent.code, typed):
        return None
    return consent
