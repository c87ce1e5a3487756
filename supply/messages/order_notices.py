"""Notices about orders of many members; their texts are in templates/notifications."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from common.dates import clock
from enterprises.enums import MemberRole
from enterprises.models import Member
from letters.policies.codes import written
from notifications.policies.notice import Notice
from supply.enums import LetterState, PlanState
from supply.models import Commitment, Invitation, Order, PlanRun

_ANSWERED: Final[Mapping[str, str]] = {
    LetterState.ACCEPTED: "order.letter_accepted",
    LetterState.DECLINED: "order.letter_declined",
    LetterState.WITHDRAWN: "order.letter_withdrawn",
}
# By whether the exporter cancelled it, or its standing ended.
_CANCELLED: Final[Mapping[bool, str]] = {
    False: "order.cancelled",
    True: "order.cancelled_with_standing",
}


def invited_notices(invitations: Iterable[Invitation]) -> list[Notice]:
    """Return notices to those who act for invited members."""
    return [
        Notice("order.invited", person, context, f"/pesanan-bersama/{invitation.uid}/")
        for invitation, people in _with_people(invitations)
        for context in (
            {
                "enterprise": invitation.product.enterprise.name,
                "product": invitation.product.name_id,
                "exporter": invitation.order.exporter.name,
                "order": invitation.order.number,
                "answer_on": invitation.answer_by.isoformat(),
            },
        )
        for person in people
    ]


def extended_notices(invitations: Iterable[Invitation]) -> list[Notice]:
    """Return notices to members who have not answered that they have longer for it."""
    return [replace(each, key="order.invited_longer") for each in invited_notices(invitations)]


def letter_notices(letters: Iterable[Commitment]) -> list[Notice]:
    """Return notices of letters that wait for an answer; each link opens its letter."""
    found = list(letters)
    by_invitation = {letter.invitation_id: letter for letter in found}
    return [
        Notice(
            "order.letter",
            person,
            _whole_letter(by_invitation[invitation.pk]),
            _link(by_invitation[invitation.pk]),
        )
        for invitation, people in _with_people(letter.invitation for letter in found)
        for person in people
    ]


def closed_notices(letters: Iterable[Commitment]) -> list[Notice]:
    """Return notices to members whose accepted letters are final now that letters are closed."""
    return [replace(each, key="order.letters_closed") for each in letter_notices(letters)]


def cancelled_notices(
    letters: Iterable[Commitment], *, with_standing: bool = False
) -> list[Notice]:
    """Return notices to members with a letter that the order was cancelled.

    By its exporter, or `with_standing`: when the exporter was one of record no longer.
    """
    key = _CANCELLED[with_standing]
    return [replace(each, key=key) for each in letter_notices(letters)]


def stranded_notices(letters: Iterable[Commitment], *, is_buyer_gone: bool) -> list[Notice]:
    """Return notices to members that an order whose letters bind them does not go on, and why.

    Its buyer is gone, or else its exporter is one of record no longer.
    """
    return [
        replace(
            each, key="order.stranded", context={**each.context, "is_buyer_gone": is_buyer_gone}
        )
        for each in letter_notices(letters)
    ]


def standing_end_notices(order: Order) -> list[Notice]:
    """Return notices to the exporter's people that its order ended with its standing."""
    said = {"order": order.number, "title": order.title, "exporter": order.exporter.name}
    link = f"/ekspor/pesanan/{order.uid}/"
    return [
        Notice("order.ended_with_standing", person, said, link)
        for person in _exporter_people(order)
    ]


def offer_end_notices(
    invitations: Iterable[Invitation], *, with_standing: bool = False
) -> list[Notice]:
    """Return notices to members without a letter that the order was cancelled, as above."""
    key = _CANCELLED[with_standing]
    return [replace(each, key=key) for each in invited_notices(invitations)]


def answer_notices(letter: Commitment) -> list[Notice]:
    """Return notices to the exporter's people of the answer that a member has just given."""
    return [
        Notice(
            _ANSWERED[letter.state],
            person,
            _of_letter(letter),
            f"/ekspor/pesanan/{letter.order.uid}/",
        )
        for person in _exporter_people(letter.order)
    ]


def capacity_notices(letter: Commitment, week: date) -> list[Notice]:
    """Return notices to the exporter's people: the member can make less than it promised.

    `week` is the Monday of the first such week.
    """
    said = {**_of_letter(letter), "week_on": week.isoformat()}
    link = f"/ekspor/pesanan/{letter.order.uid}/"
    return [
        Notice("order.capacity_fell", person, said, link)
        for person in _exporter_people(letter.order)
    ]


def plan_notice(plan: PlanRun) -> Notice:
    """Return the notice to the person who asked for a plan: it is ready, or could not be made."""
    return Notice(
        "order.plan_failed" if plan.state == PlanState.FAILED else "order.plan_ready",
        plan.asked_by_id,
        {"order": plan.order.number, "plan": plan.number, "title": plan.order.title},
        f"/ekspor/pesanan/{plan.order.uid}/rencana/{plan.number}/",
    )


def _of_letter(letter: Commitment) -> dict[str, Any]:
    return {
        "enterprise": letter.invitation.product.enterprise.name,
        "product": letter.invitation.product.name_id,
        "exporter": letter.order.exporter.name,
        "order": letter.order.number,
        "pieces": letter.quantity,
        "sample_version": letter.content.get("sample", {}).get("version", 0),
        "contact": letter.order.contact_name,
        "phone": letter.order.contact_phone,
        "answer_on": clock.local_date(letter.answer_by).isoformat(),
    }


def _whole_letter(letter: Commitment) -> dict[str, Any]:
    """Return what identifies a letter to a member before opening a link: price, weeks, its code."""
    weeks = [monday for monday, _pieces in letter.content["weeks"]]
    return {
        **_of_letter(letter),
        "price": letter.unit_price,
        "weeks": len(weeks),
        "first_on": weeks[0],
        "last_on": weeks[-1],
        "code": written(letter.code),
    }


def _link(letter: Commitment) -> str:
    return f"/pesanan-bersama/surat/{letter.uid}/"


def _with_people(
    invitations: Iterable[Invitation],
) -> list[tuple[Invitation, list[int]]]:
    """Return each invitation with the people who act for its member. One query."""
    found = list(invitations)
    people: dict[int, list[int]] = {}
    members = Member.objects.acting().filter(
        enterprise__in={each.product.enterprise_id for each in found}
    )
    for enterprise, user in members.order_by("user_id").values_list("enterprise", "user"):
        people.setdefault(enterprise, []).append(user)
    return [(each, people.get(each.product.enterprise_id, [])) for each in found]


def _exporter_people(order: Order) -> list[int]:
    owners = Member.objects.acting().filter(enterprise=order.exporter_id, role=MemberRole.OWNER)
    return list(owners.order_by("user_id").values_list("user", flat=True))
