import smtplib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail

from accounts.models import User
from notifications.channels.email import EmailChannel
from notifications.channels.inbox import InboxChannel
from notifications.enums import Channel
from notifications.models import ChannelPreference, InboxItem, OutboxMessage
from notifications.services import claiming, delivery
from notifications.services.delivery import deliver_due
from notifications.services.outbox import enqueue

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
Note = Callable[..., OutboxMessage]


@pytest.fixture(autouse=True)
def _mail_in_memory(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.OUTBOX_MAX_ATTEMPTS = 3


@pytest.fixture
def break_email(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    def break_with(error: Exception) -> None:
        def send(self: EmailChannel, letter: Any) -> None:
            raise error

        monkeypatch.setattr(EmailChannel, "send", send)

    return break_with


def results(message: OutboxMessage) -> dict[str, tuple[str, str, int]]:
    return {d.channel: (d.status, d.reason, d.attempts) for d in message.deliveries.all()}


SENT = ("sent", "", 1)


@time_machine.travel(NOW, tick=False)
def test_message_reaches_inbox_and_email_and_ends(note: Note, owner: User) -> None:
    message = note(link="/pengajuan/7/")

    assert deliver_due() is False

    message.refresh_from_db()
    assert message.finished_at == NOW
    assert results(message) == {"inbox": SENT, "email": SENT}
    item = InboxItem.objects.get()
    assert (item.message_id, item.user, item.title, item.link, item.created_at) == (
        message.id,
        owner,
        "Simpan: Batik <Tulis> & Anak",
        "/pengajuan/7/",
        NOW,
    )
    assert item.body == "Kepada Batik <Tulis> & Anak.\n\nBatas: 23/11/2026"
    (letter,) = mail.outbox
    assert isinstance(letter, mail.EmailMultiAlternatives)
    assert letter.to == ["siti@contoh.id"]
    assert letter.extra_headers["Message-ID"] == f"<{message.id}.email@portal>"
    assert "http://127.0.0.1:8000/pengajuan/7/" in letter.body
    assert "Batik &lt;Tulis&gt; &amp; Anak" in str(letter.alternatives[0][0])


def test_address_without_a_person_gets_email_only(db: None) -> None:
    message = enqueue(
        key="account.mail",
        address="baru@contoh.id",
        context={},
        secret={"subject": "A", "body": "B"},
    )

    deliver_due()

    assert results(message) == {"email": SENT}
    assert mail.outbox[0].to == ["baru@contoh.id"]


def test_switched_off_channel_is_suppressed_with_its_reason(note: Note, owner: User) -> None:
    ChannelPreference.objects.create(user=owner, channel="email", is_enabled=False)
    message = note()

    deliver_due()

    assert results(message) == {
        "inbox": SENT,
        "email": ("suppressed", "penerima mematikan saluran", 1),
    }
    assert mail.outbox == []
    message.refresh_from_db()
    assert message.finished_at is not None


def test_person_without_an_address_is_suppressed(note: Note, owner: User) -> None:
    User.objects.filter(id=owner.id).update(email="")
    message = note()

    deliver_due()

    assert results(message)["email"] == ("suppressed", "alamat email tidak ada", 1)


def test_closed_account_gets_nothing(note: Note, owner: User) -> None:
    User.objects.filter(id=owner.id).update(is_active=False)
    message = note()

    deliver_due()

    closed = ("suppressed", "akun tidak aktif", 1)
    assert results(message) == {"inbox": closed, "email": closed}
    assert InboxItem.objects.count() == 0


def test_error_is_retried_with_growing_waits_then_fails_with_its_reason(
    note: Note, break_email: Callable[[Exception], None]
) -> None:
    break_email(smtplib.SMTPServerDisconnected("siti@contoh.id"))
    with time_machine.travel(NOW, tick=False) as traveller:
        message = note()
        waits = []
        for _ in range(2):
            deliver_due()
            message.refresh_from_db()
            assert message.finished_at is None
            waits.append(message.next_attempt_at - datetime.now(UTC))
            traveller.move_to(message.next_attempt_at)
        deliver_due()

    message.refresh_from_db()
    assert waits == [timedelta(seconds=30), timedelta(seconds=60)]
    assert message.finished_at == NOW + timedelta(seconds=90)
    assert results(message) == {
        "inbox": SENT,  # once: a channel that ended is not tried again
        "email": ("failed", "gangguan pada percobaan ke-3: SMTPServerDisconnected", 3),
    }
    assert InboxItem.objects.count() == 1


def test_refused_address_fails_at_once_and_names_no_address(
    note: Note, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: mail.EmailMessage) -> int:
        raise smtplib.SMTPRecipientsRefused({"siti@contoh.id": (550, b"no such user")})

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", refuse)
    message = note()

    deliver_due()

    assert results(message)["email"] == ("failed", "alamat ditolak server email (550)", 1)
    message.refresh_from_db()
    assert message.finished_at is not None


def test_message_without_templates_fails_and_delays_no_other(note: Note, settings: Any) -> None:
    settings.OUTBOX_MAX_ATTEMPTS = 1
    broken, fine = note(key="test.unknown"), note()

    deliver_due()

    reason = "gangguan pada percobaan ke-1: TemplateDoesNotExist"
    assert results(broken) == {"inbox": ("failed", reason, 1), "email": ("failed", reason, 1)}
    assert results(fine) == {"inbox": SENT, "email": SENT}


def test_message_that_kills_every_worker_is_given_up(note: Note) -> None:
    message = note()
    OutboxMessage.objects.filter(id=message.id).update(attempts=3)

    deliver_due()

    given_up = ("failed", "pekerja berhenti setiap kali pesan ini dikirim", 4)
    assert results(message) == {"inbox": given_up, "email": given_up}
    assert mail.outbox == []


def test_worker_whose_lease_expired_records_nothing(
    note: Note, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = note()
    with time_machine.travel(datetime.now(UTC), tick=False) as traveller:
        (slow,) = claiming.claim_due(limit=1)
        send = InboxChannel.send
        later_claims: list[claiming.Claim] = []

        def send_slowly(self: InboxChannel, letter: Any) -> None:
            send(self, letter)
            if not later_claims:
                traveller.shift(timedelta(minutes=5))
                later_claims.extend(claiming.claim_due(limit=1))

        monkeypatch.setattr(InboxChannel, "send", send_slowly)
        delivery.deliver([slow])
        assert results(message) == {}
        assert mail.outbox == []

        delivery.deliver(later_claims)

    assert results(message) == {"inbox": ("sent", "", 2), "email": ("sent", "", 2)}
    assert InboxItem.objects.count() == 1


def test_secret_text_is_wiped_when_the_letter_has_ended(
    db: None, break_email: Callable[[Exception], None], settings: Any
) -> None:
    settings.OUTBOX_MAX_ATTEMPTS = 1
    break_email(OSError())
    message = enqueue(
        key="account.mail",
        address="baru@contoh.id",
        context={"language": "id"},
        secret={"subject": "A", "body": "https://x"},
    )

    deliver_due()

    message.refresh_from_db()
    assert (message.context, message.sealed, message.finished_at is not None) == ({}, "", True)
    assert results(message)[Channel.EMAIL] == ("failed", "gangguan pada percobaan ke-1: OSError", 1)


def test_batches_continue_until_nothing_is_due(note: Note, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "BATCH", 2)
    for _ in range(5):
        note()

    assert deliver_due() is False

    assert len(mail.outbox) == 5


def test_round_without_time_says_that_something_may_be_left(note: Note) -> None:
    note()

    assert deliver_due(seconds=0) is True

    assert mail.outbox == []


def test_what_was_sent_before_a_crash_of_the_batch_is_settled(
    note: Note, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = note(), note()
    try_channels = delivery._try_channels

    def fail_on_second(claim: claiming.Claim) -> bool:
        if claim.message_id == second.id:
            raise RuntimeError
        return try_channels(claim)

    monkeypatch.setattr(delivery, "_try_channels", fail_on_second)
    with pytest.raises(RuntimeError):
        deliver_due()
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.finished_at is not None
    assert second.finished_at is None
