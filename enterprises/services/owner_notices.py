"""Notifies owners of a helper's acts: by account, by the number they consented with, or on paper.

`enterprises.enums.HelperAct` lists the acts; each service that performs one calls `tell_owner` in
its transaction.
"""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotPermitted
from enterprises.enums import ConsentState, ConsentWay, HelperAct, ToldWay
from enterprises.messages.helper_notices import ACTED, act_context
from enterprises.models import Enterprise, HelperConsent, OwnerNotice
from enterprises.permissions import may_hand_over
from enterprises.selectors.members import is_helper_of, owners_of
from notifications.policies.notice import Notice
from notifications.services.outbox import enqueue, enqueue_all

# Notices that wait for paper and are sent at once when a number is consented with.
_MOST_WAITING = 20


def tell_owner(
    actor: User, enterprise: Enterprise, act: HelperAct, *, about: str = "", link: str = ""
) -> OwnerNotice | None:
    """Notify the owner of an act, in the caller's transaction; do nothing for a non-helper.

    Owners with an account are notified there, others on the number they consented with; whoever has
    neither waits for a slip at the counter.
    """
    if not is_helper_of(actor, enterprise.pk):
        return None
    notice = OwnerNotice(
        enterprise=enterprise, helper=actor, act=act, about=about, link=link, at=clock.now()
    )
    owners = [member.user_id for member in owners_of(enterprise)]
    consent = None if owners else _with_number(enterprise)
    if owners or consent is not None:
        notice.way = ToldWay.ACCOUNT if owners else ToldWay.NUMBER
        notice.told_on = clock.today()
    notice.save(force_insert=True)
    context = act_context(notice)
    page = link or f"/usaha/{enterprise.pk}/"
    enqueue_all(Notice(ACTED, owner, context, page) for owner in owners)
    if consent is not None:
        enqueue(key=ACTED, phone=consent.phone, context=context)
    return notice


def tell_what_waits(consent: HelperConsent) -> int:
    """Send what waits for paper to the number just consented with; return how many."""
    if not consent.phone:
        return 0
    waiting = OwnerNotice.objects.select_for_update(of=("self",)).filter(
        enterprise_id=consent.enterprise_id, way=""
    )
    told = 0
    for notice in waiting.select_related("helper", "enterprise").order_by("id")[:_MOST_WAITING]:
        notice.way, notice.told_on = ToldWay.NUMBER, clock.today()
        notice.save(update_fields=["way", "told_on"])
        enqueue(key=ACTED, phone=consent.phone, context=act_context(notice))
        told += 1
    return told


@transaction.atomic
def hand_over(official: User, notice_id: int, *, told_on: date) -> OwnerNotice:
    """Record that the slip was handed to the owner at the counter on that day; once.

    Locks the row. Raises NotPermitted outside the official's region or for the helper, Conflict
    `already_told`, InvalidInput for a day before the act or in the future.
    """
    locked = OwnerNotice.objects.select_for_update(of=("self",))
    notice = locked.select_related("enterprise", "helper").get(pk=notice_id)
    if not may_hand_over(official, notice):
        raise NotPermitted("not_your_region", _("Pemberitahuan ini bukan wewenang Anda."))
    if notice.way:
        raise Conflict("already_told", _("Pemberitahuan ini sudah tercatat tersampaikan."))
    if not clock.local_date(notice.at) <= told_on <= clock.today():
        raise InvalidInput(
            "bad_day", _("Pilih hari sejak tindakan itu sampai hari ini."), field="told_on"
        )
    notice.way, notice.told_on, notice.told_by = ToldWay.COUNTER, told_on, official
    notice.save(update_fields=["way", "told_on", "told_by"])
    return notice


def _with_number(enterprise: Enterprise) -> HelperConsent | None:
    """Return the newest consent in force whose owner gave a number, one proved by a code first.

    The number of a form is what its helper wrote, and must not divert notices about other helpers.
    """
    given = HelperConsent.objects.filter(enterprise=enterprise, state=ConsentState.GIVEN)
    numbered = given.filter(phone_index__isnull=False)
    return (
        numbered.filter(way=ConsentWay.CODE).order_by("-id").first()
        or numbered.order_by("-id").first()
    )
