"""The consent of an owner without an account by a signed form, which an official judges."""

from typing import IO

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted
from common.text.typed import says_nothing
from enterprises.enums import ConsentState, ConsentWay
from enterprises.messages.events import helper_ended_notices
from enterprises.messages.helper_notices import consented_notices
from enterprises.models import DocumentVersion, Enterprise, HelperConsent, Member
from enterprises.permissions import may_judge_consent
from enterprises.selectors.helper_consents import require_may_ask
from enterprises.selectors.scans import require_openable
from enterprises.services.consent_requests import (
    answer,
    count_request,
    give,
    hold_and_check,
    new_request,
    number_of_owner,
    owner_name_of,
    refuse_number,
)
from enterprises.services.documents import store_consent_form
from enterprises.services.mandates import end_membership
from enterprises.services.reasons import require_reason
from notifications.services.outbox import enqueue_all


def send_form(
    helper: User,
    enterprise: Enterprise,
    *,
    owner_name: str,
    upload: IO[bytes],
    filename: str,
    phone: str = "",
) -> HelperConsent:
    """Send the signed or thumb-printed form to the office of the region, which judges it.

    `phone` is the owner's, for notices, and may be empty. The file is stored before the row is
    written. Raises as `ask_code`, and what `store_consent_form` raises.
    """
    require_may_ask(helper, enterprise)
    name = owner_name_of(owner_name, helper)
    number = "" if says_nothing(phone) else number_of_owner(phone)
    count_request(helper)
    if number:
        refuse_number(number, enterprise)
    evidence = store_consent_form(helper, enterprise, upload=upload, filename=filename)
    return record_form(helper, enterprise, owner_name=name, evidence=evidence, phone=number)


@transaction.atomic
def record_form(
    helper: User,
    enterprise: Enterprise,
    *,
    owner_name: str,
    evidence: DocumentVersion,
    phone: str = "",
) -> HelperConsent:
    """Let a stored form wait for the office; `phone` is checked (`+628…`), or ''.

    Locks the enterprise. Raises what `require_may_ask` raises, and InvalidInput `form_used` for the
    form of another helper or of a consent that has ended.
    """
    consent = new_request(helper, enterprise, ConsentWay.FORM, owner_name)
    used = HelperConsent.objects.filter(enterprise=enterprise, evidence=evidence)
    if used.filter(~Q(helper=helper) | Q(state=ConsentState.ENDED)).exists():
        text = _("Formulir ini sudah pernah dipakai. Minta pemilik menandatangani yang baru.")
        raise InvalidInput("form_used", text, field="file")
    if phone:
        consent.phone = phone
    consent.evidence = evidence
    consent.save(force_insert=True)
    return consent


def judge_form(official: User, consent_id: int, *, accept: bool, reason: str) -> HelperConsent:
    """Accept or refuse a form, and tell the helper why.

    Locks enterprise and consent. Raises NotPermitted out of the region, for the helper and for a
    person who acts for the enterprise, InvalidInput (`reason_required`, `nik_in_reason`), Conflict
    (`consent_judged`, `owner_decides`, and those of `hold_and_check`), Withheld for a file that is
    not cleared.
    """
    reason = require_reason(reason)
    with transaction.atomic():
        consent = _locked(official, consent_id)
        if consent.state != ConsentState.WAITING or consent.way != ConsentWay.FORM:
            raise Conflict("consent_judged", _("Formulir ini sudah diputuskan."))
        if accept:
            if consent.evidence is not None:
                # Nobody can have read what the scanner has not cleared.
                require_openable(consent.evidence, official)
            require_may_ask(consent.helper, consent.enterprise, has_waiting_form=True)
            hold_and_check(consent, by_office=True)
            give(consent, by=official, reason=reason)
        else:
            answer(consent, ConsentState.REFUSED, by=official, reason=reason)
            enqueue_all(consented_notices(consent, accepted=False))
    return consent


def end_at_counter(official: User, consent_id: int, *, reason: str) -> HelperConsent:
    """End a consent for an owner who comes to the counter; the helper is notified and acts no more.

    Raises NotPermitted, InvalidInput (`reason_required`, `nik_in_reason`), Conflict
    `consent_ended`.
    """
    reason = require_reason(reason)
    with transaction.atomic():
        consent = _locked(official, consent_id)
        if consent.state != ConsentState.GIVEN:
            raise Conflict("consent_ended", _("Persetujuan ini tidak sedang berlaku."))
        member = Member.objects.filter(mandate=consent, until__isnull=True).first()
        end_membership(consent.enterprise, [consent.helper_id], by=official, reason=reason)
        if member is not None:
            enqueue_all(helper_ended_notices(consent.enterprise, member))
        consent.refresh_from_db()
    return consent


def _locked(official: User, consent_id: int) -> HelperConsent:
    found = HelperConsent.objects.filter(pk=consent_id).values_list("enterprise_id").first()
    if found is None:
        raise NotFound("not_found", _("Persetujuan ini tidak ditemukan."))
    # The enterprise first, as wherever helpers are let in or ended.
    Enterprise.objects.select_for_update().only("pk").get(pk=found[0])
    rows = HelperConsent.objects.select_for_update(of=("self",))
    consent = rows.select_related("enterprise", "helper", "evidence").get(pk=consent_id)
    if not may_judge_consent(official, consent):
        raise NotPermitted("not_your_region", _("Persetujuan ini bukan wewenang Anda."))
    return consent
