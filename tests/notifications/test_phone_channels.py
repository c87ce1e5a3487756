"""WhatsApp first, SMS where it did not arrive, and nothing that costs without need."""

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
from notifications.channels import recorded as files
from notifications.channels.base import UndeliverableError
from notifications.channels.gsm import LIMIT, gsm_text
from notifications.channels.recorded import file_of, recorded
from notifications.channels.sms import SmsChannel
from notifications.channels.whatsapp import WhatsAppChannel
from notifications.enums import Channel
from notifications.models import ChannelPreference, OutboxMessage
from notifications.services.delivery import deliver_due
from notifications.services.phones import PhoneMessenger
from notifications.services.retries import try_again
from tests.factories.phones import NUMBER, with_phone

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
SENT = ("sent", "", 1)
Note = Callable[..., OutboxMessage]
pytestmark = pytest.mark.django_db


@pytest.fixture
def holder(owner: User) -> User:
    return with_phone(owner)


def endings(message: OutboxMessage) -> dict[str, tuple[str, str, int]]:
    return {d.channel: (d.status, d.reason, d.attempts) for d in message.deliveries.all()}


def switch_off(user: User, *channels: Channel) -> None:
    for channel in channels:
        ChannelPreference.objects.create(user=user, channel=channel.value, is_enabled=False)


def breaking(monkeypatch: pytest.MonkeyPatch, error: Exception, channel: Any = None) -> None:
    def send(self: Any, letter: Any) -> None:
        raise error

    monkeypatch.setattr(channel or WhatsAppChannel, "send", send)


def code(**more: Any) -> OutboxMessage:
    PhoneMessenger().send_code(
        **{
            "phone": NUMBER,
            "code": "123456",
            "via": "whatsapp",
            "language": "id",
            "expires_at": datetime.now(UTC) + timedelta(minutes=5),
            **more,
        }
    )
    return OutboxMessage.objects.latest("created_at")


def test_person_without_a_number_has_no_phone_channels(note: Note, owner: User) -> None:
    message = note()
    deliver_due()

    assert endings(message) == {"inbox": SENT, "email": SENT}


def test_whatsapp_arrives_and_sms_costs_nothing(note: Note, holder: User) -> None:
    message = note(link="/pengajuan/7/")
    deliver_due()

    assert endings(message) == {
        "inbox": SENT,
        "email": SENT,
        "whatsapp": SENT,
        "sms": ("suppressed", "sudah terkirim lewat WhatsApp", 1),
    }
    (sent,) = recorded(Channel.WHATSAPP)
    assert (sent.id, sent.to) == (f"{message.id}.whatsapp", NUMBER)
    assert sent.text.endswith("http://127.0.0.1:8000/pengajuan/7/")
    assert recorded(Channel.SMS) == []


def test_person_without_email_gets_inbox_and_phone(note: Note) -> None:
    message = note(recipient=with_phone())
    deliver_due()

    assert endings(message)["email"] == ("suppressed", "alamat surel tidak ada", 1)
    assert endings(message)["whatsapp"] == SENT


def test_sms_goes_when_whatsapp_is_off(note: Note, holder: User) -> None:
    switch_off(holder, Channel.WHATSAPP)
    message = note(link="/pengajuan/7/")
    deliver_due()

    assert endings(message)["whatsapp"] == ("suppressed", "penerima mematikan saluran", 1)
    assert endings(message)["sms"] == SENT
    assert len(recorded(Channel.SMS)[0].text) <= LIMIT


def test_both_off_is_nothing(note: Note, holder: User) -> None:
    switch_off(holder, Channel.WHATSAPP, Channel.SMS)
    message = note()
    deliver_due()

    off = ("suppressed", "penerima mematikan saluran", 1)
    assert (endings(message)["whatsapp"], endings(message)["sms"]) == (off, off)


def test_sms_goes_at_once_when_whatsapp_refuses(
    note: Note, holder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaking(monkeypatch, UndeliverableError("nomor tidak memakai WhatsApp"))
    message = note()
    deliver_due()

    assert endings(message)["whatsapp"] == ("failed", "nomor tidak memakai WhatsApp", 1)
    assert endings(message)["sms"] == SENT


def test_sms_waits_for_whatsapp_for_four_tries(
    note: Note, holder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaking(monkeypatch, OSError(NUMBER))
    with time_machine.travel(NOW, tick=False) as clock:
        message = note()
        for _turn in range(3):
            deliver_due()
            assert endings(message)["sms"][:2] == ("waiting", "menunggu WhatsApp")
            message.refresh_from_db()
            clock.move_to(message.next_attempt_at)
        deliver_due()

    assert endings(message)["whatsapp"] == ("failed", "gangguan pada percobaan ke-4: OSError", 4)
    assert endings(message)["sms"] == ("sent", "", 4)
    assert clock is not None


def test_whatsapp_is_tried_on_when_sms_is_off(
    note: Note, holder: User, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.OUTBOX_MAX_ATTEMPTS = 6
    switch_off(holder, Channel.SMS)
    breaking(monkeypatch, OSError())
    with time_machine.travel(NOW, tick=False) as clock:
        message = note()
        for _turn in range(5):
            deliver_due()
            message.refresh_from_db()
            assert message.finished_at is None
            clock.move_to(message.next_attempt_at)


def test_day_has_a_limit_of_sms(note: Note, holder: User, settings: Any) -> None:
    settings.SMS_PER_DAY = 1
    switch_off(holder, Channel.WHATSAPP)
    first, second = note(), note()
    deliver_due()

    ends = sorted(endings(message)["sms"] for message in (first, second))
    assert ends == [SENT, ("suppressed", "batas biaya SMS hari ini tercapai", 1)]


def test_code_goes_by_whatsapp_alone(db: None) -> None:
    message = code()
    deliver_due()

    assert set(endings(message)) == {"whatsapp", "sms"}
    assert "123456 adalah kode Portal UMKM Jatim Anda." in recorded(Channel.WHATSAPP)[0].text
    assert recorded(Channel.SMS) == []
    message.refresh_from_db()
    assert (message.context, message.sealed) == ({}, "")


def test_code_asked_for_by_sms_goes_by_sms_alone(db: None) -> None:
    message = code(via="sms")
    deliver_due()

    assert endings(message) == {"sms": SENT}


@pytest.mark.parametrize("language", ["id", "en"])
def test_code_fits_one_sms(language: str) -> None:
    code(via="sms", language=language)
    deliver_due()

    text = recorded(Channel.SMS)[0].text
    assert text.startswith("123456 ")
    assert gsm_text(text) == text


def test_code_falls_back_to_sms_at_the_first_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    breaking(monkeypatch, OSError())
    message = code()
    deliver_due()

    assert endings(message)["whatsapp"][0] == "failed"
    assert endings(message)["sms"] == SENT


def test_code_that_is_too_old_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        message = code(expires_at=NOW + timedelta(minutes=5))
        clock.shift(timedelta(minutes=5))
        deliver_due()

    late = ("suppressed", "isi sudah tidak berlaku", 1)
    assert endings(message) == {"whatsapp": late, "sms": late}


def test_failed_code_is_not_sent_again_by_staff(monkeypatch: pytest.MonkeyPatch) -> None:
    breaking(monkeypatch, UndeliverableError("mati"))
    breaking(monkeypatch, UndeliverableError("mati"), SmsChannel)
    message = code()
    deliver_due()
    message.refresh_from_db()

    assert try_again([message]) == 0


def test_repeat_is_recorded_with_the_same_id_and_shown_once(note: Note, holder: User) -> None:
    message = note()
    deliver_due()
    line = file_of(Channel.WHATSAPP).read_bytes()
    with file_of(Channel.WHATSAPP).open("ab") as file:
        file.write(b'\n{"id": "half' + line)

    (sent,) = recorded(Channel.WHATSAPP)
    assert (sent.id, sent.handovers) == (f"{message.id}.whatsapp", 2)


def test_file_is_of_the_portal_alone_and_read_from_its_end(
    note: Note, holder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _turn in range(3):
        note()
    deliver_due()
    path = file_of(Channel.WHATSAPP)
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert len([json.loads(line) for line in path.read_text().splitlines() if line]) == 3

    monkeypatch.setattr(files, "READ_BYTES", path.stat().st_size // 2)
    assert 0 < len(recorded(Channel.WHATSAPP)) < 3


def test_dev_mailbox_shows_phone_messages_beside_letters(
    note: Note, holder: User, client: Client
) -> None:
    code(via="sms")
    note()
    deliver_due()

    page = client.get("/dev/surat/").content.decode()
    assert NUMBER in page
    assert "123456 adalah kode" in page
    assert "WhatsApp, " in page
