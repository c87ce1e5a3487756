"""Virus scans: uploads are answered first, files wait for the scanner."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from accounts.models import User
from common.errors import InvalidInput, Withheld
from enterprises.enums import ScanState
from enterprises.models import DocumentScan, DocumentVersion, Enterprise
from enterprises.selectors.scans import scan_state
from enterprises.services import document_files
from enterprises.services.documents import open_version, store
from enterprises.services.scanning import Claim, _claim_due, _record, scan_waiting
from notifications.models import OutboxMessage
from tests.common.files.clamd import Daemon, clamd
from tests.enterprises.services.test_documents import picture
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import MemberFactory, owned_enterprise

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture
def daemon(settings: Any) -> Iterator[Daemon]:
    with clamd() as running:
        settings.CLAMD_SOCKET = running.address
        yield running


def store_document(colour: str = "red") -> tuple[User, Enterprise, DocumentVersion]:
    owner, enterprise = owned_enterprise()
    version = store(owner, enterprise, kind="ktp", upload=picture(colour), filename="a.jpg")
    return owner, enterprise, version


def states() -> list[str]:
    return list(DocumentScan.objects.order_by("pk").values_list("state", flat=True))


def test_without_a_scanner_nothing_is_scanned_and_every_file_opens() -> None:
    _owner, _enterprise, version = store_document()
    assert states() == []
    assert scan_state(version) == ""
    assert scan_waiting() is False
    open_version(version, by=UserFactory()).close()


def test_a_file_waits_is_scanned_once_and_opens(daemon: Daemon) -> None:
    owner, _enterprise, version = store_document()
    official = UserFactory()
    assert (states(), daemon.seen) == ([ScanState.WAITING], [])
    open_version(version, by=owner).close()
    with pytest.raises(Withheld) as refusal:
        open_version(version, by=official)
    assert (refusal.value.code, refusal.value.status) == ("file_waiting", 423)
    assert "sedang diperiksa keamanannya" in refusal.value.message
    assert scan_waiting() is False
    assert states() == [ScanState.CLEAN]
    version = DocumentVersion.objects.get()
    open_version(version, by=official).close()
    scan_waiting()
    assert len(daemon.seen) == 1


def test_an_infected_file_opens_for_nobody_and_its_owner_is_notified_once(daemon: Daemon) -> None:
    owner, enterprise, version = store_document()
    MemberFactory(enterprise=enterprise, role="helper")
    daemon.bad = b"\xff\xd8"
    scan_waiting()
    assert states() == [ScanState.INFECTED]
    scan = DocumentScan.objects.get()
    assert (scan.signature, scan.scanned_at is not None) == ("Eicar-Test", True)
    version = DocumentVersion.objects.get()
    for user in (owner, UserFactory()):
        with pytest.raises(Withheld) as refusal:
            open_version(version, by=user)
        assert refusal.value.code == "file_infected"
    scan_waiting()
    messages = OutboxMessage.objects.filter(key="document.infected")
    assert messages.count() == 2
    assert messages[0].context == {"enterprise": enterprise.name, "filename": "a.jpg"}


def test_the_same_infected_file_again_is_refused_at_once(daemon: Daemon) -> None:
    owner, enterprise, _version = store_document()
    daemon.bad = b"\xff\xd8"
    scan_waiting()
    with pytest.raises(InvalidInput) as refusal:
        store(owner, enterprise, kind="ktp", upload=picture(), filename="b.jpg")
    assert refusal.value.code == "file_infected"


@pytest.mark.parametrize("behaviour", ["cut", "garbage", "mute"])
def test_files_wait_while_the_scanner_is_unavailable(daemon: Daemon, behaviour: str) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        for colour in ("red", "green", "blue"):
            store_document(colour)
        daemon.behaviour = behaviour
        assert scan_waiting() is False
        assert states() == [ScanState.WAITING] * 3
        daemon.behaviour = "honest"
        # Not before the back-off, so that a scanner that starts up is not overloaded.
        scan_waiting()
        assert states() == [ScanState.WAITING] * 3
        clock.shift(timedelta(seconds=31))
        scan_waiting()
        assert states() == [ScanState.CLEAN] * 3


def test_files_wait_for_a_missing_scanner(settings: Any) -> None:
    settings.CLAMD_SOCKET = "127.0.0.1:1"
    owner, _enterprise, version = store_document()
    assert scan_waiting() is False
    assert states() == [ScanState.WAITING]
    open_version(version, by=owner).close()


def test_a_file_the_scanner_refuses_stays_closed_and_blocks_no_other(
    daemon: Daemon, caplog: pytest.LogCaptureFixture
) -> None:
    with time_machine.travel(NOW, tick=False):
        store_document()
        daemon.behaviour = "limit"
        assert scan_waiting() is False
        assert states() == [ScanState.WAITING]
        scan = DocumentScan.objects.get()
        assert scan.next_attempt_at == NOW + timedelta(hours=1)
    assert "will not look at document" in caplog.text


def test_a_scanner_removed_from_the_settings_blocks_nothing(daemon: Daemon, settings: Any) -> None:
    _owner, _enterprise, version = store_document()
    settings.CLAMD_SOCKET = ""
    open_version(version, by=UserFactory()).close()


def test_a_dead_workers_file_is_taken_by_another_when_its_lease_ends(
    daemon: Daemon, settings: Any
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        _owner, _enterprise, version = store_document()
        (stale,) = _claim_due()
        assert _claim_due() == []
        clock.shift(settings.SCAN_LEASE + timedelta(seconds=1))
        scan_waiting()
        assert states() == [ScanState.CLEAN]
        # The first worker was only slow: its result comes too late and changes nothing.
        _record(stale, version, "Eicar")
        assert states() == [ScanState.CLEAN]
        assert not OutboxMessage.objects.filter(key="document.infected").exists()
        assert stale == Claim(version.pk, 1, NOW + settings.SCAN_LEASE)


def test_a_missing_file_waits_and_is_logged(
    daemon: Daemon, caplog: pytest.LogCaptureFixture
) -> None:
    _owner, _enterprise, version = store_document()
    document_files.delete(version.stored_name)
    assert scan_waiting() is False
    assert states() == [ScanState.WAITING]
    assert "cannot be read (FileNotFoundError)" in caplog.text


@pytest.mark.parametrize(
    "values",
    [
        {"state": ScanState.INFECTED},
        {"state": ScanState.CLEAN},
        {"signature": "Eicar"},
        {"scanned_at": NOW},
    ],
)
def test_the_database_refuses_inconsistent_states(daemon: Daemon, values: dict[str, Any]) -> None:
    store_document()
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentScan.objects.update(**values)
