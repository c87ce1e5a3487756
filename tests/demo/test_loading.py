"""A new installation's demo: everyone who signs in finds work, and every date is right."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.core.management import CommandError, call_command

from accounts.models import User
from applications.models import Application, ApplicationEvent, Note, Objection, Reminder
from applications.selectors.queue import queue_of
from common.dates import clock
from demo.people import DEMO_PEOPLE
from enterprises.models import Claim, DocumentVersion, Product
from enterprises.policies.capacity import weeks_from
from enterprises.selectors.capacity import free_pieces_of
from notifications.models import InboxItem, OutboxMessage
from programs.kinds.registry import kinds
from registers.models import RegisterRun
from supply.enums import OrderState
from supply.models import Order, Quote

pytestmark = pytest.mark.django_db
# A Wednesday. On a day off nothing is due "today", and the rest of the week moves along.
MOMENT = "2026-11-25T10:12:00+07:00"
# A Wednesday; Idul Fitri of 10 March is within what would be the orders' six weeks.
BEFORE_EID = "2027-02-10T10:12:00+07:00"


class Work(NamedTuple):
    """The waiting files of an official by due date, and those of them that they hold."""

    late: int
    today: int
    later: int
    held: int


WORK: Mapping[str, Work] = {
    "pendamping": Work(1, 0, 1, 0),
    "verifikator": Work(5, 7, 3, 5),
    "analis": Work(1, 2, 1, 1),
    "pejabat": Work(2, 3, 1, 0),
    "kurator": Work(1, 1, 1, 1),
    "petugas": Work(1, 1, 1, 0),
}
UNREAD = {"pemilik1": 1, "pemilik2": 10, "pendamping": 1}


def test_a_new_demo_gives_everybody_work_and_a_second_start_adds_nothing() -> None:
    with time_machine.travel(MOMENT):
        call_command("load_demo")
        assert {name: _work_of(name) for name in WORK} == WORK
        assert _unread() == UNREAD
        _has_files_of_every_sort()
        _has_products_with_capacity()
        _has_recommendations_corrections_and_remarks()
        _has_claims_and_registers_to_decide()
        _has_objections_and_a_lapse()
        _has_true_dates()
        _has_orders_in_each_phase()
        _sends_little_mail()
        before = _rows()
        call_command("load_demo")
        assert _rows() == before


@pytest.mark.exhaustive
def test_a_demo_before_idul_fitri_has_orders_in_each_phase_too() -> None:
    with time_machine.travel(BEFORE_EID):
        call_command("load_demo")
        _has_orders_in_each_phase()
        first = Order.objects.order_by("id")[0].first_week
        assert first is not None
        assert first > date(2027, 3, 15)


def _has_orders_in_each_phase() -> None:
    states = set(Order.objects.values_list("state", flat=True))
    assert states == set(OrderState.values)
    for order in Order.objects.all():
        assert 900 <= order.quantity <= 3_000
        letters = order.letters.count()
        assert letters >= 5 or order.state not in (
            OrderState.LETTERS_OUT, OrderState.LETTERS_CLOSED,
        )  # fmt: skip
    assert Quote.objects.get().is_firm
    waiting = Order.objects.get(state=OrderState.LETTERS_OUT)
    assert Counter(waiting.letters.values_list("state", flat=True))["waiting"] == 1


def test_a_real_installation_gets_no_demo(settings: Any) -> None:
    settings.PORTAL_DEMO = False
    with pytest.raises(CommandError):
        call_command("load_demo")
    assert not Application.objects.exists()


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}@umkm.example")


def _work_of(name: str) -> Work:
    official, today = _person(name), clock.today()
    files = list(queue_of(official))
    due = [file.due_on for file in files if file.due_on is not None]
    return Work(
        late=sum(day < today for day in due),
        today=sum(day == today for day in due),
        later=sum(day > today for day in due),
        held=sum(file.claimed_by == official for file in files),
    )


def _unread() -> dict[str, int]:
    counts = Counter(
        str(item.user.email).partition("@")[0]
        for item in InboxItem.objects.filter(read_at__isnull=True).select_related("user")
    )
    return {name: counts[name] for name in UNREAD}


def _has_files_of_every_sort() -> None:
    files = Application.objects.all()
    assert Counter(files.values_list("state", flat=True)) == {
        "in_review": 25,
        "submitted": 12,
        "revision_requested": 4,
        "approved": 4,
        "completed": 4,
        "rejected": 2,
        "draft": 2,
        "withdrawn": 2,
    }
    assert set(files.values_list("scheme__kind", flat=True)) == {kind.code for kind in kinds()}
    assert set(files.values_list("enterprise__sector", flat=True)) == {
        *("furniture", "fashion", "agribusiness", "handicraft", "spa", "other"),
    }
    assert files.values("regency").distinct().count() == 12
    # Pictures differ, and there is a PDF; all are small.
    versions = DocumentVersion.objects.all()
    assert set(versions.values_list("media_type", flat=True)) == {"image/jpeg", "application/pdf"}
    assert versions.values("sha256").distinct().count() == 19
    assert not versions.filter(size__gt=100_000).exists()


def _has_products_with_capacity() -> None:
    products = Product.objects.filter(shown_in_catalogue=True, photos__is_cover=True)
    assert products.count() == 28
    assert products.values("enterprise").distinct().count() == 22
    visited = products.exclude(capacity_verified_on=None).get()
    weeks = weeks_from(clock.today(), 4)
    free = free_pieces_of(list(products), weeks[1:])
    assert [each.pieces for each in free[visited.pk]] == [18, 18, 18]
    assert all(each.pieces for rows in free.values() for each in rows)
    # Two workshops said so long ago, of three products.
    assert sum(rows[0].is_aged for rows in free.values()) == 3


def _has_recommendations_corrections_and_remarks() -> None:
    undecided = Application.objects.filter(state="in_review").exclude(opinion="")
    assert Counter(undecided.values_list("opinion", flat=True)) == {
        "positive": 4,
        "conditional": 1,
        "negative": 1,
    }
    answered = ApplicationEvent.objects.filter(
        transition="submit", from_state="revision_requested"
    ).order_by("id")
    assert [event.data["changed"] for event in answered] == [
        ["documents.business_photo"],
        ["answers.requested_amount", "documents.kk"],
    ]
    colleagues = Application.objects.filter(claimed_by__isnull=False).exclude(
        claimed_by__email__in=[person.email for person in DEMO_PEOPLE]
    )
    assert colleagues.count() >= 3
    assert (Note.objects.count(), Reminder.objects.filter(on=clock.today()).count()) == (2, 1)


def _has_objections_and_a_lapse() -> None:
    assert Counter(Objection.objects.values_list("status", flat=True)) == {
        "filed": 1,
        "refused": 1,
    }
    (lapsed,) = Application.objects.filter(lapsed_at__isnull=False)
    assert (lapsed.state, lapsed.enterprise.name) == ("withdrawn", "Percetakan Kertas Jaya")


def _has_claims_and_registers_to_decide() -> None:
    assert Counter(Claim.objects.values_list("state", flat=True)) == {
        "accepted": 39,
        "pending": 2,
        "refused": 1,
    }
    assert Claim.objects.filter(state="pending", enterprise__regency="35.78").count() == 1
    states = RegisterRun.objects.order_by("id").values_list("state", "created", "updated", "bad")
    assert list(states) == [("imported", 83, 0, 0), ("checked", 8, 2, 3)]


def _has_true_dates() -> None:
    call_command("recompute_clocks", "--check")
    times = list(ApplicationEvent.objects.order_by("id").values_list("at", flat=True))
    assert times == sorted(times)
    assert times[-1] < clock.now()
    for message in OutboxMessage.objects.filter(finished_at__isnull=False):
        assert message.finished_at is not None
        assert message.finished_at.date() == message.created_at.date()


def _sends_little_mail() -> None:
    """Only people who sign in and buyers get letters; what waits is about a register."""
    letters = Counter(letter.to[0].partition("@")[0] for letter in mail.outbox)
    buyers = {"anneke": 1, "einkauf": 3, "buying": 3, "emi": 1, "vogt": 1, "mulder": 1, "grace": 2}
    assert letters == buyers | {"pemilik1": 11, "pemilik2": 15, "pendamping": 13, "eksportir": 22}
    waiting = OutboxMessage.objects.filter(finished_at__isnull=True)
    assert list(waiting.values_list("key", flat=True)) == ["register.checked"]


def _rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}
