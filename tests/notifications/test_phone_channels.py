"""WhatsApp first, SMS only where it failed, within the limits of cost."""

import json
import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from notifications.channels import recorded as recorded_module
from notifications.channels.base import UndeliverableError
from notifications.channels.gsm import LIMIT, gsm_text
from notifications.channels.recorded import file_of, recorded_messages
from notifications.channels.sms import SmsChannel
from notifications.channels.whatsapp import WhatsAppChannel
from notifications.enums import Channel
from notifications.models import ChannelPreference, OutboxMessage
from notifications.services.delivery import deliver_due
from notifications.services.phones import PhoneMessenger
from notifications.services.retries import retry_failed
from tests.factories.phones import NUMBER, with_phone

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
SENT = ("sent", "", 1)
Note = Callable[..., OutboxMessage]
pytestmark = pytest.mark.django_db


@pytest.fixture
def holder(owner: User) -> User:
    return with_phone(owner)


def results(message: OutboxMessage) -> dict[str, tuple[str, str, int]]:
    return {d.channel: (d.status, d.reason, d.attempts) for d in message.deliveries.all()}


def switch_off(user: User, *channels: Channel) -> None:
    for channel in channels:
        ChannelPreference.objects.create(user=user, channel=channel.value, is_enabled=False)


def break_channel(monkeypatch: pytest.MonkeyPatch, error: Exception, channel: Any = None) -> None:
    def send(self: Any, letter: Any) -> None:
        raise error

    monkeypatch.setattr(channel or WhatsAppChannel, "send", send)


def send_code(**fields: Any) -> OutboxMessage:
    PhoneMessenger().send_code(
        **{
            "phone": NUMBER,
            "code": "123456",
            "via": "whatsapp",
            "language": "id",
            "expires_at": datetime.now(UTC) + timedelta(minutes=5),
            "about": {},
            **fields,
        }
    )
    return OutboxMessage.objects.latest("created_at")


def test_person_without_a_number_has_no_phone_channels(note: Note, owner: User) -> None:
    message = note()
    deliver_due()

    assert results(message) == {"inbox": SENT, "email": SENT}


def test_whatsapp_arrives_and_sms_costs_nothing(note: Note, holder: User) -> None:
    message = note(link="/pengajuan/7/")
    deliver_due()

    assert results(message) == {
        "inbox": SENT,
        "email": SENT,
        "whatsapp": SENT,
        "sms": ("suppressed", "sudah terkirim lewat WhatsApp", 1),
    }
    (sent,) = recorded_messages(Channel.WHATSAPP)
    assert (sent.id, sent.to) == (f"{message.id}.whatsapp", NUMBER)
    assert sent.text.endswith("http://127.0.0.1:8000/pengajuan/7/")
    assert recorded_messages(Channel.SMS) == []


def test_person_without_email_gets_inbox_and_phone(note: Note) -> None:
    message = note(recipient=with_phone())
    deliver_due()

    assert results(message)["email"] == ("suppressed", "alamat email tidak ada", 1)
    assert results(message)["whatsapp"] == SENT


def test_sms_goes_when_whatsapp_is_off(note: Note, holder: User) -> None:
    switch_off(holder, Channel.WHATSAPP)
    message = note(link="/pengajuan/7/")
    deliver_due()

    assert results(message)["whatsapp"] == ("suppressed", "penerima mematikan saluran", 1)
    assert results(message)["sms"] == SENT
    assert len(recorded_messages(Channel.SMS)[0].text) <= LIMIT


def test_both_off_sends_nothing(note: Note, holder: User) -> None:
    switch_off(holder, Channel.WHATSAPP, Channel.SMS)
    message = note()
    deliver_due()

    off = ("suppressed", "penerima mematikan saluran", 1)
    assert (results(message)["whatsapp"], results(message)["sms"]) == (off, off)


def test_sms_goes_at_once_when_whatsapp_refuses(
    note: Note, holder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_channel(monkeypatch, UndeliverableError("nomor tidak memakai WhatsApp"))
    message = note()
    deliver_due()

    assert results(message)["whatsapp"] == ("failed", "nomor tidak memakai WhatsApp", 1)
    assert results(message)["sms"] == SENT


def test_sms_waits_for_four_attempts_on_whatsapp(
    note: Note, holder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_channel(monkeypatch, OSError(NUMBER))
    with time_machine.travel(NOW, tick=False) as clock:
        message = note()
        for _turn in range(3):
            deliver_due()
            assert results(message)["sms"][:2] == ("waiting", "menunggu WhatsApp")
            message.refresh_from_db()
            clock.move_to(message.next_attempt_at)
        deliver_due()

    assert results(message)["whatsapp"] == ("failed", "gangguan pada percobaan ke-4: OSError", 4)
    assert results(message)["sms"] == ("sent", "", 4)
    assert clock is not None


def test_whatsapp_is_retried_longer_when_sms_is_off(
    note: Note, holder: User, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.OUTBOX_MAX_ATTEMPTS = 6
    switch_off(holder, Channel.SMS)
    break_channel(monkeypatch, OSError())
    with time_machine.travel(NOW, tick=False) as clock:
        message = note()
        for _turn in range(5):
            deliver_due()
            message.refresh_from_db()
            assert message.finished_at is None
            clock.move_to(message.next_attempt_at)


def test_sms_have_a_daily_limit(note: Note, holder: User, settings: Any) -> None:
    settings.SMS_PER_DAY = 1
    switch_off(holder, Channel.WHATSAPP)
    first, second = note(), note()
    deliver_due()

    sms_results = sorted(results(message)["sms"] for message in (first, second))
    assert sms_results == [SENT, ("suppressed", "batas biaya SMS hari ini tercapai", 1)]


def test_code_goes_by_whatsapp_only(db: None) -> None:
    message = send_code()
    deliver_due()

    assert set(results(message)) == {"whatsapp", "sms"}
    assert (
        "123456 adalah kode Portal UMKM Jatim Anda." in recorded_messages(Channel.WHATSAPP)[0].text
    )
    assert recorded_messages(Channel.SMS) == []
    message.refresh_from_db()
    assert (message.context, message.sealed) == ({}, "")


def test_code_requested_by_sms_goes_by_sms_only(db: None) -> None:
    message = send_code(via="sms")
    deliver_due()

    assert results(message) == {"sms": SENT}


@pytest.mark.parametrize("language", ["id", "en"])
def test_code_fits_one_sms(language: str) -> None:
    send_code(via="sms", language=language)
    deliver_due()

    text = recorded_messages(Channel.SMS)[0].text
    assert text.startswith("123456 ")
    assert gsm_text(text) == text


def test_code_falls_back_to_sms_after_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    break_channel(monkeypatch, OSError())
    message = send_code()
    deliver_due()

    assert results(message)["whatsapp"][0] == "failed"
    assert results(message)["sms"] == SENT


def test_code_that_is_too_old_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        message = send_code(expires_at=NOW + timedelta(minutes=5))
        clock.shift(timedelta(minutes=5))
        deliver_due()

    late = ("suppressed", "isi sudah tidak berlaku", 1)
    assert results(message) == {"whatsapp": late, "sms": late}


def test_failed_code_is_not_sent_again_by_staff(monkeypatch: pytest.MonkeyPatch) -> None:
    break_channel(monkeypatch, UndeliverableError("mati"))
    break_channel(monkeypatch, UndeliverableError("mati"), SmsChannel)
    message = send_code()
    deliver_due()
    message.refresh_from_db()

    assert retry_failed([message]) == 0


def test_repeat_is_recorded_with_the_same_id_and_shown_once(note: Note, holder: User) -> None:
    message = note()
    deliver_due()
    line = file_of(Channel.WHATSAPP).read_bytes()
    with file_of(Channel.WHATSAPP).open("ab") as file:
        file.write(b'\n{"id": "half' + line)

    (sent,) = recorded_messages(Channel.WHATSAPP)
    assert (sent.id, sent.handovers) == (f"{message.id}.whatsapp", 2)


def test_file_is_private_and_read_from_its_end(
    note: Note, holder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _turn in range(3):
        note()
    deliver_due()
    path = file_of(Channel.WHATSAPP)
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert len([json.loads(line) for line in path.read_text().splitlines() if line]) == 3

    monkeypatch.setattr(recorded_module, "READ_BYTES", path.stat().st_size // 2)
    assert 0 < len(recorded_messages(Channel.WHATSAPP)) < 3


def test_dev_mailbox_shows_phone_messages_beside_letters(
    note: Note, holder: User, client: Client
) -> None:
    send_code(via="sms")
    note()
    deliver_due()

    page = client.get("/dev/surat/").content.decode()
    assert NUMBER in page
    assert "123456 adalah kode" in page
    assert "WhatsApp, " in page
