from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client
from django.urls import reverse

from accounts.models import User
from notifications.admin.outbox import masked
from notifications.models import Delivery, InboxItem, OutboxMessage
from notifications.services.delivery import deliver_due
from notifications.services.outbox import enqueue

LIST = "admin:notifications_outboxmessage_changelist"


@pytest.fixture
def staff_client(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser(email="admin@contoh.id", is_demo=True))
    return client


def failed_message(key: str = "test.note", **fields: Any) -> OutboxMessage:
    return end(enqueue(key=key, context={}, **fields), "failed", "server mati")


def end(message: OutboxMessage, status: str, reason: str = "") -> OutboxMessage:
    message.finished_at, message.attempts = message.created_at, 30
    message.save()
    Delivery.objects.create(message=message, channel="email", status=status, reason=reason)
    return message


def send_again(staff_client: Client, *selected: OutboxMessage) -> None:
    ids = [str(message.id) for message in selected]
    staff_client.post(reverse(LIST), {"action": "send_again", ACTION_CHECKBOX_NAME: ids})


def test_staff_see_why_and_neither_address_nor_text(staff_client: Client) -> None:
    message = enqueue(
        key="account.mail", address="siti.aminah@contoh.id", context={"body": "https://rahasia"}
    )
    end(message, "failed", "server mati")
    one = reverse("admin:notifications_outboxmessage_change", args=[message.id])

    for address in (reverse(LIST), one):
        page = staff_client.get(address).content.decode()
        assert "server mati" in page
        assert "s…@contoh.id" in page
        assert "siti.aminah" not in page
        assert "rahasia" not in page


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        ("waiting", {"waiting"}),
        ("failed", {"failed"}),
        ("suppressed", {"suppressed"}),
        ("finished", {"failed", "suppressed", "sent"}),
    ],
)
def test_list_is_filtered_by_ending(ending: str, expected: set[str], staff_client: Client) -> None:
    enqueue(key="waiting", address="a@b.id", context={})
    for status in ("failed", "suppressed", "sent"):
        end(enqueue(key=status, address="a@b.id", context={}), status, "karena")

    rows = staff_client.get(reverse(LIST), {"ending": ending}).context["cl"].result_list

    assert {message.key for message in rows} == expected


def test_list_costs_the_same_queries_for_one_and_three(
    staff_client: Client, owner: User, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            failed_message(recipient=owner)
        with django_assert_max_num_queries(50) as queries:
            staff_client.get(reverse(LIST))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_failed_message_is_sent_again_on_the_failed_channel_only(
    staff_client: Client, owner: User
) -> None:
    message = failed_message(recipient=owner)
    Delivery.objects.create(message=message, channel="inbox", status="sent")

    send_again(staff_client, message)
    message.refresh_from_db()
    assert (message.finished_at, message.attempts) == (None, 0)
    deliver_due()

    message.refresh_from_db()
    assert message.finished_at is not None
    assert set(message.deliveries.values_list("channel", "status", "attempts")) == {
        ("inbox", "sent", 0),
        ("email", "sent", 1),
    }
    assert InboxItem.objects.count() == 0


def test_unfailed_and_wiped_messages_are_not_sent_again(staff_client: Client) -> None:
    secret = failed_message(key="account.mail", address="a@b.id")
    sent = end(enqueue(key="test.note", address="a@b.id", context={}), "sent")
    waiting = enqueue(key="test.note", address="a@b.id", context={})

    send_again(staff_client, secret, sent, waiting)

    for message in (secret, sent):
        message.refresh_from_db()
        assert message.finished_at is not None
    assert secret.deliveries.get().status == "failed"


def test_nothing_can_be_written_or_removed_by_hand(staff_client: Client) -> None:
    message = failed_message(address="a@b.id")
    name = "admin:notifications_outboxmessage"

    assert staff_client.get(reverse(f"{name}_add")).status_code == 403
    assert staff_client.post(reverse(f"{name}_delete", args=[message.id])).status_code == 403
    assert staff_client.post(reverse(f"{name}_change", args=[message.id]), {}).status_code == 403


def test_viewing_does_not_allow_sending(client: Client, db: None) -> None:
    person = User.objects.create_user(email="lihat@contoh.id", is_staff=True, is_demo=True)
    person.user_permissions.add(
        *person.user_permissions.model.objects.filter(codename="view_outboxmessage")
    )
    client.force_login(person)
    message = failed_message(address="a@b.id")

    send_again(client, message)

    message.refresh_from_db()
    assert message.finished_at is not None


@pytest.mark.parametrize(
    ("address", "expected"), [("siti@contoh.id", "s…@contoh.id"), ("", ""), ("aneh", "")]
)
def test_address_is_masked(address: str, expected: str) -> None:
    assert masked(address) == expected
