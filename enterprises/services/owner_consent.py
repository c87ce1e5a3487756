"""The consent of an owner without an account: a code to their number, or a form on paper.

A helper asks for it; the code goes to a number that is no helper's, and a form counts once an
official of the region has read it. docs/adr/0030-helpers-by-consent.md says what holds until then.
"""

import math
from datetime import datetime
from typing import IO, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.enums import CodePurpose, ConsentPurpose
from accounts.models import OneTimeCode, PhoneNumber, User
from accounts.selectors.consent import current_text
from accounts.services.phone_codes import check_code, is_code_of, issue_code, settle
from accounts.shared.code_waits import wait_text
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted, TooManyRequests
from common.identity.numbers import IdentityError, check_phone
from common.retention import retention
from common.tries import seconds_until_tomorrow, tries_today
from common.typed_text import visible_line
from enterprises.enums import ConsentState, ConsentWay
from enterprises.messages.events import helper_ended_notices
from enterprises.messages.helpers import consented_notices
from enterprises.models import DocumentVersion, Enterprise, HelperConsent, Member
from enterprises.permissions import may_judge_consent
from enterprises.selectors.helper_consents import require_may_ask
from enterprises.selectors.scans import is_infected
from enterprises.services.documents import store_consent_form
from enterprises.services.mandates import end_membership, put_in_force
from enterprises.services.owner_notices import tell_what_waits
from notifications.services.outbox import enqueue_all

# Asked in a day by one helper; the limits per number and network are those of every code.
ASKED_A_DAY: Final = 50
# Owners who share one number, such as a couple with a business each.
OWNERS_PER_NUMBER: Final = 3
MIN_NAME: Final = 3
LONGEST_NAME: Final = 120
MIN_REASON: Final = 3
_KEEP_UNANSWERED: Final = retention("consent-requests").period


def ask_code(
    helper: User, enterprise: Enterprise, *, owner_name: str, phone: str, via: str, address: str
) -> HelperConsent:
    """Send a code to the owner's number, whose holder agrees by telling it to the helper.

    Another request replaces one that waits. `address` is the network of the request. Raises
    NotFound, NotPermitted and Conflict as `require_may_ask`, InvalidInput (`name_required`,
    `phone_invalid`, `phone_of_helper`, `phone_of_many`), TooManyRequests as `issue_code`.
    """
    require_may_ask(helper, enterprise)
    name = _owner_name(owner_name, helper)
    number = _number(phone)
    _count(helper)
    with transaction.atomic():
        consent = _new(helper, enterprise, ConsentWay.CODE, name)
        _refuse_number(number, enterprise)
        consent.phone = number
        consent.code = _issue(consent, number, via=via, address=address)
        consent.save(force_insert=True)
    return consent


def give_by_code(helper: User, enterprise: Enterprise, typed: str) -> HelperConsent:
    """Record the owner's consent by the code that the owner told; the helper acts from now on.

    The same code again, as after a double click, returns the same consent. Call it outside a
    transaction, as `check_code`, whose errors it raises. Raises Conflict `code_unknown` where no
    code waits, and what `require_may_ask` raises.
    """
    if (given := _given_by(helper, enterprise, typed)) is not None:
        return given
    require_may_ask(helper, enterprise)
    waiting = _waiting(helper, enterprise).filter(way=ConsentWay.CODE).first()
    if waiting is None or waiting.code_id is None:
        raise Conflict("code_unknown", _("Kode ini tidak dikenal lagi. Minta kode baru."))
    check_code(waiting.code_id, typed)
    return record_right_code(waiting)


@transaction.atomic
def record_right_code(waiting: HelperConsent) -> HelperConsent:
    """Record the consent whose code was right a moment ago, once; the helper acts from now on.

    Locks enterprise and consent. Raises Conflict `proof_gone`, `code_unknown` for a request that
    another has replaced, and what `require_may_ask` raises.
    """
    Enterprise.objects.select_for_update().only("pk").get(pk=waiting.enterprise_id)
    require_may_ask(waiting.helper, waiting.enterprise)
    locked = _waiting(waiting.helper, waiting.enterprise).select_for_update(of=("self",))
    consent = locked.filter(pk=waiting.pk).first()
    if consent is None or consent.code_id is None:
        raise Conflict("code_unknown", _("Kode ini tidak dikenal lagi. Minta kode baru."))
    settle(consent.code_id, purpose=CodePurpose.CONSENT)
    _give(consent, by=None, reason="")
    return consent


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
    name = _owner_name(owner_name, helper)
    number = _number(phone) if phone.strip() else ""
    _count(helper)
    if number:
        _refuse_number(number, enterprise)
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

    Locks the enterprise. Raises what `require_may_ask` raises.
    """
    consent = _new(helper, enterprise, ConsentWay.FORM, owner_name)
    if phone:
        consent.phone = phone
    consent.evidence = evidence
    consent.save(force_insert=True)
    return consent


def judge_form(official: User, consent_id: int, *, accept: bool, reason: str) -> HelperConsent:
    """Accept or refuse a form, and tell the helper why.

    Locks enterprise and consent. Raises NotPermitted out of the region, for the helper and for who
    acts for the enterprise, InvalidInput `reason_required`, Conflict (`consent_judged`,
    `file_infected`, `owner_decides`).
    """
    reason = _reason(reason)
    with transaction.atomic():
        consent = _locked(official, consent_id)
        if consent.state != ConsentState.WAITING or consent.way != ConsentWay.FORM:
            raise Conflict("consent_judged", _("Formulir ini sudah diputuskan."))
        if accept:
            if consent.evidence is not None and is_infected(consent.evidence):
                text = _("Formulir ini mengandung perangkat lunak berbahaya; minta yang lain.")
                raise Conflict("file_infected", text)
            require_may_ask(consent.helper, consent.enterprise, has_waiting_form=True)
            _give(consent, by=official, reason=reason)
        else:
            _answer(consent, ConsentState.REFUSED, by=official, reason=reason)
            enqueue_all(consented_notices(consent, accepted=False))
    return consent


def end_at_counter(official: User, consent_id: int, *, reason: str) -> HelperConsent:
    """End a consent for an owner who comes to the counter; the helper is told and acts no more.

    Raises NotPermitted, InvalidInput `reason_required`, Conflict `consent_ended`.
    """
    reason = _reason(reason)
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


def forget_unanswered_codes() -> int:
    """Delete requests whose code nobody told the helper in two days; return how many."""
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
            about={"helper": consent.helper_name, "enterprise": consent.enterprise_name},
        )
    except TooManyRequests as error:
        until = error.params.get("until")
        if not isinstance(until, datetime):
            raise
        wait = max(1, math.ceil((until - clock.now()).total_seconds()))
        raise TooManyRequests(
            error.code, wait_text(error), field="phone", params={"wait": wait}
        ) from None


def _new(helper: User, enterprise: Enterprise, way: ConsentWay, name: str) -> HelperConsent:
    """Return an unsaved request under the lock of the enterprise; a code that waits is dropped."""
    Enterprise.objects.select_for_update().only("pk").get(pk=enterprise.pk)
    require_may_ask(helper, enterprise)
    _waiting(helper, enterprise).filter(way=ConsentWay.CODE).delete()
    return HelperConsent(
        enterprise=enterprise,
        helper=helper,
        way=way,
        text=current_text(ConsentPurpose.ON_BEHALF, clock.today()),
        language=helper.language,
        enterprise_name=enterprise.name,
        owner_name=name,
        helper_name=helper.get_full_name(),
        asked_at=clock.now(),
    )


def _waiting(helper: User, enterprise: Enterprise) -> QuerySet[HelperConsent]:
    return HelperConsent.objects.filter(
        helper=helper, enterprise=enterprise, state=ConsentState.WAITING
    )


def _given_by(helper: User, enterprise: Enterprise, typed: str) -> HelperConsent | None:
    given = HelperConsent.objects.filter(
        helper=helper, enterprise=enterprise, state=ConsentState.GIVEN, way=ConsentWay.CODE
    )
    consent = given.select_related("code").first()
    if consent is None or consent.code is None or not is_code_of(consent.code, typed):
        return None
    return consent


def _give(consent: HelperConsent, *, by: User | None, reason: str) -> None:
    _answer(consent, ConsentState.GIVEN, by=by, reason=reason)
    put_in_force(consent)
    tell_what_waits(consent)
    enqueue_all(consented_notices(consent, accepted=True))


def _answer(consent: HelperConsent, state: ConsentState, *, by: User | None, reason: str) -> None:
    consent.state, consent.answered_at = state, clock.now()
    consent.answered_by, consent.reason = by, reason[:500]
    consent.save(update_fields=["state", "answered_at", "answered_by", "reason"])


def _locked(official: User, consent_id: int) -> HelperConsent:
    found = HelperConsent.objects.filter(pk=consent_id).values_list("enterprise_id").first()
    if found is None:
        raise NotFound("not_found", _("Persetujuan ini tidak ditemukan."))
    # The enterprise first, as everywhere that helpers come and go.
    Enterprise.objects.select_for_update().only("pk").get(pk=found[0])
    rows = HelperConsent.objects.select_for_update(of=("self",))
    consent = rows.select_related("enterprise", "helper", "evidence").get(pk=consent_id)
    if not may_judge_consent(official, consent):
        raise NotPermitted("not_your_region", _("Persetujuan ini bukan wewenang Anda."))
    return consent


def _owner_name(typed: str, helper: User) -> str:
    name = visible_line(typed).strip()
    if len(name) < MIN_NAME or len(name) > LONGEST_NAME:
        text = _("Tulis nama lengkap pemilik usaha, seperti di KTP.")
        raise InvalidInput("name_required", text, field="owner_name")
    if name.casefold() == helper.get_full_name().casefold():
        text = _("Nama pemilik sama dengan nama Anda. Usaha sendiri didaftarkan dengan akun lain.")
        raise InvalidInput("owner_is_helper", text, field="owner_name")
    return name


def _number(typed: str) -> str:
    try:
        return check_phone(typed)
    except IdentityError:
        text = _("Tulis nomor ponsel pemilik, diawali 08 atau +62 8, misalnya 0812 3456 7890.")
        raise InvalidInput("phone_invalid", text, field="phone") from None


def _refuse_number(number: str, enterprise: Enterprise) -> None:
    """Refuse the number of a helper or an official, used today or before, and one of many owners.

    Any helper's, not the asking one's alone: two helpers could consent for each other's clients.
    """
    index = PhoneNumber.phone.index_of(number)
    numbers = PhoneNumber.objects.filter(phone_index=index)
    if (
        numbers.filter(user__is_helper=True).exists()
        or numbers.filter(user__is_staff=True).exists()
    ):
        text = _(
            "Nomor ini dipakai pendamping atau petugas. Pakai nomor pemilik sendiri, atau formulir "
            "yang ditandatangani pemilik."
        )
        raise InvalidInput("phone_of_helper", text, field="phone")
    others = HelperConsent.objects.filter(
        phone_index=HelperConsent.phone.index_of(number), state=ConsentState.GIVEN
    ).exclude(enterprise=enterprise)
    if others.values("enterprise").distinct().count() >= OWNERS_PER_NUMBER:
        text = _("Nomor ini sudah dipakai untuk beberapa usaha lain. Pakai formulir.")
        raise InvalidInput("phone_of_many", text, field="phone")


def _count(helper: User) -> None:
    if tries_today("helper-consent", helper.pk) > ASKED_A_DAY:
        raise TooManyRequests(
            "consent_limit",
            _("Anda sudah banyak meminta persetujuan hari ini. Coba lagi besok."),
            params={"wait": seconds_until_tomorrow()},
        )


def _reason(typed: str) -> str:
    reason = typed.strip()
    if len(reason) < MIN_REASON:
        text = _("Tulis alasan, paling sedikit 3 huruf.")
        raise InvalidInput("reason_required", text, field="reason")
    return reason
