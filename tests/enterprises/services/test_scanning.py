"""Virus scans: files wait for the scanner, never the other way round."""

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
    with clamd() as made:
        settings.CLAMD_SOCKET = made.address
        yield made


def given(colour: str = "red") -> tuple[User, Enterprise, DocumentVersion]:
    owner, enterprise = owned_enterprise()
    version = store(owner, enterprise, kind="ktp", upload=picture(colour), filename="a.jpg")
    return owner, enterprise, version


def states() -> list[str]:
    return list(DocumentScan.objects.order_by("pk").values_list("state", flat=True))


def test_without_a_scanner_nothing_is_asked_and_everything_opens() -> None:
    _owner, _enterprise, version = given()
    assert states() == []
    assert scan_state(version) == ""
    assert scan_waiting() is False
    open_version(version, by=UserFactory()).close()


def test_a_file_waits_is_scanned_once_and_opens(daemon: Daemon) -> None:
    owner, _enterprise, version = given()
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


def test_an_infected_file_opens_to_nobody_and_its_owner_is_told_once(daemon: Daemon) -> None:
    owner, enterprise, version = given()
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
    told = OutboxMessage.objects.filter(key="document.infected")
    assert told.count() == 2
    assert told[0].context == {"enterprise": enterprise.name, "filename": "a.jpg"}


def test_the_same_infected_file_again_is_refused_at_once(daemon: Daemon) -> None:
    owner, enterprise, _version = given()
    daemon.bad = b"\xff\xd8"
    scan_waiting()
    with pytest.raises(InvalidInput) as refusal:
        store(owner, enterprise, kind="ktp", upload=picture(), filename="b.jpg")
    assert refusal.value.code == "file_infected"


@pytest.mark.parametrize("manner", ["cut", "garbage", "mute"])
def test_a_scanner_that_is_away_leaves_files_waiting_until_it_is_back(
    daemon: Daemon, manner: str
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        for colour in ("red", "green", "blue"):
            given(colour)
        daemon.manner = manner
        assert scan_waiting() is False
        assert states() == [ScanState.WAITING] * 3
        daemon.manner = "honest"
        # Not before its back-off, so that a scanner that starts up is not run over.
        scan_waiting()
        assert states() == [ScanState.WAITING] * 3
        clock.shift(timedelta(seconds=31))
        scan_waiting()
        assert states() == [ScanState.CLEAN] * 3


def test_a_scanner_that_is_not_there_at_all(settings: Any) -> None:
    settings.CLAMD_SOCKET = "127.0.0.1:1"
    owner, _enterprise, version = given()
    assert scan_waiting() is False
    assert states() == [ScanState.WAITING]
    open_version(version, by=owner).close()


def test_a_file_the_scanner_will_not_look_at_stays_shut_and_holds_up_no_other(
    daemon: Daemon, caplog: pytest.LogCaptureFixture
) -> None:
    with time_machine.travel(NOW, tick=False):
        given()
        daemon.manner = "limit"
        assert scan_waiting() is False
        assert states() == [ScanState.WAITING]
        scan = DocumentScan.objects.get()
        assert scan.next_attempt_at == NOW + timedelta(hours=1)
    assert "will not look at document" in caplog.text


def test_a_scanner_taken_out_of_the_settings_holds_nothing_back(
    daemon: Daemon, settings: Any
) -> None:
    _owner, _enterprise, version = given()
    settings.CLAMD_SOCKET = ""
    open_version(version, by=UserFactory()).close()


def test_a_dead_workers_file_is_taken_by_another_when_its_lease_ends(
    daemon: Daemon, settings: Any
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        _owner, _enterprise, version = given()
        (stale,) = _claim_due()
        assert _claim_due() == []
        clock.shift(settings.SCAN_LEASE + timedelta(seconds=1))
        scan_waiting()
        assert states() == [ScanState.CLEAN]
        # The first one was only slow: what it says comes too late and changes nothing.
        _record(stale, version, "Eicar")
        assert states() == [ScanState.CLEAN]
        assert not OutboxMessage.objects.filter(key="document.infected").exists()
        assert stale == Claim(version.pk, 1, NOW + settings.SCAN_LEASE)


def test_a_lost_file_waits_and_is_told_to_the_log(
    daemon: Daemon, caplog: pytest.LogCaptureFixture
) -> None:
    _owner, _enterprise, version = given()
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
def test_the_database_keeps_states_whole(daemon: Daemon, values: dict[str, Any]) -> None:
    given()
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentScan.objects.update(**values)
