"""What both ways of consent without an account share: whom a helper names, and the record.

docs/adr/0030-helpers-by-consent.md says what holds until then.
"""

from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import OFFICIAL_ROLES, ConsentPurpose
from accounts.models import PhoneNumber, User
from accounts.selectors.consent import current_text
from accounts.services.phones import hold_number
from common.dates import clock
from common.errors import Conflict, InvalidInput, TooManyRequests
from common.identity.numbers import IdentityError, check_phone
from common.jobs.tries import seconds_until_tomorrow, tries_today
from common.text.typed import visible_line
from enterprises.enums import ConsentState, ConsentWay
from enterprises.messages.helper_notices import consented_notices
from enterprises.models import Enterprise, HelperConsent
from enterprises.selectors.helper_consents import require_may_ask
from enterprises.services.mandates import put_in_force
from enterprises.services.owner_notices import tell_what_waits
from notifications.services.outbox import enqueue_all

# Requests of one helper in a day; the limits per number and network are those of every code.
ASKED_A_DAY: Final = 50
# Owners who share one number, such as a couple with a business each.
OWNERS_PER_NUMBER: Final = 3
MIN_NAME: Final = 3
LONGEST_NAME: Final = 120
_FAULTS: Final = {
    "phone_of_helper": gettext_lazy("Nomor ini dipakai pendamping atau petugas, bukan pemilik."),
    "phone_of_many": gettext_lazy("Nomor ini sudah dipakai untuk beberapa usaha lain."),
}


def owner_name_of(typed: str, helper: User) -> str:
    """Return the owner's name as typed; raises InvalidInput."""
    name = visible_line(typed).strip()
    if len(name) < MIN_NAME or len(name) > LONGEST_NAME:
        text = _("Tulis nama lengkap pemilik usaha, seperti di KTP.")
        raise InvalidInput("name_required", text, field="owner_name")
    if name.casefold() == helper.get_full_name().casefold():
        text = _("Nama pemilik sama dengan nama Anda. Usaha sendiri didaftarkan dengan akun lain.")
        raise InvalidInput("owner_is_helper", text, field="owner_name")
    return name


def number_of_owner(typed: str) -> str:
    """Return the number as `+628…`; raises InvalidInput `phone_invalid`."""
    try:
        return check_phone(typed)
    except IdentityError:
        text = _("Tulis nomor ponsel pemilik, diawali 08 atau +62 8, misalnya 0812 3456 7890.")
        raise InvalidInput("phone_invalid", text, field="phone") from None


def refuse_number(number: str, enterprise: Enterprise) -> None:
    """Refuse a number that may not represent this owner, with one sentence for all reasons.

    A helper who tries numbers does not learn which of them are helpers' or officials'. Raises
    InvalidInput `phone_refused`.
    """
    if _number_fault(number, enterprise):
        text = _(
            "Nomor ini tidak dapat dipakai untuk persetujuan ini. Tulis nomor lain milik pemilik "
            "sendiri, atau pakai formulir yang ditandatangani pemilik tanpa nomor."
        )
        raise InvalidInput("phone_refused", text, field="phone")


def hold_and_check(consent: HelperConsent, *, by_office: bool = False) -> None:
    """Refuse the number of a request again as it is given, in the caller's transaction.

    A helper may have started to use it since, and two simultaneous consents may not both be the
    last that the number allows: it is locked until the transaction ends. Raises Conflict: to an
    official `phone_of_helper` or `phone_of_many`, to a helper `phone_refused`.
    """
    if not consent.phone:
        return
    hold_number(consent.phone)
    if not by_office:
        try:
            refuse_number(consent.phone, consent.enterprise)
        except InvalidInput as error:
            raise Conflict(error.code, error.message) from None
    elif fault := _number_fault(consent.phone, consent.enterprise):
        raise Conflict(fault, str(_FAULTS[fault]))


def _number_fault(number: str, enterprise: Enterprise) -> str:
    """Return why a number may not represent the owner, '' where it may.

    It is a helper's or an official's, used today or before, or one of many owners. Any helper's,
    not the asking one's alone: two helpers could consent for each other's clients.
    """
    index = PhoneNumber.phone.index_of(number)
    numbers = PhoneNumber.objects.filter(phone_index=index)
    # An official who only uses the API has no access to the back office.
    posted = Q(user__postings__role__in=[str(role) for role in OFFICIAL_ROLES])
    if numbers.filter(Q(user__is_helper=True) | Q(user__is_staff=True) | posted).exists():
        return "phone_of_helper"
    others = HelperConsent.objects.filter(
        phone_index=HelperConsent.phone.index_of(number), state=ConsentState.GIVEN
    ).exclude(enterprise=enterprise)
    is_of_many = others.values("enterprise").distinct().count() >= OWNERS_PER_NUMBER
    return "phone_of_many" if is_of_many else ""


def count_request(helper: User) -> None:
    """Count one request; raises TooManyRequests `consent_limit`."""
    if tries_today("helper-consent", helper.pk) > ASKED_A_DAY:
        raise TooManyRequests(
            "consent_limit",
            _("Anda sudah banyak meminta persetujuan hari ini. Coba lagi besok."),
            params={"wait": seconds_until_tomorrow()},
        )


def new_request(helper: User, enterprise: Enterprise, way: ConsentWay, name: str) -> HelperConsent:
    """Return an unsaved request under the lock of the enterprise; a code that waits is dropped."""
    Enterprise.objects.select_for_update().only("pk").get(pk=enterprise.pk)
    require_may_ask(helper, enterprise)
    waiting_of(helper, enterprise).filter(way=ConsentWay.CODE).delete()
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


def waiting_of(helper: User, enterprise: Enterprise) -> QuerySet[HelperConsent]:
    """Return the request of this helper that waits, if any."""
    return HelperConsent.objects.filter(
        helper=helper, enterprise=enterprise, state=ConsentState.WAITING
    )


def give(consent: HelperConsent, *, by: User | None, reason: str) -> None:
    """Record the consent, let the helper act and notify them; in the caller's transaction."""
    answer(consent, ConsentState.GIVEN, by=by, reason=reason)
    put_in_force(consent)
    tell_what_waits(consent)
    enqueue_all(consented_notices(consent, accepted=True))


def answer(consent: HelperConsent, state: ConsentState, *, by: User | None, reason: str) -> None:
    """Write the answer to a request; in the caller's transaction."""
    consent.state, consent.answered_at = state, clock.now()
    consent.answered_by, consent.reason = by, reason[:500]
    consent.save(update_fields=["state", "answered_at", "answered_by", "reason"])
