from io import BytesIO
from pathlib import Path

import pytest

from common.files import antivirus
from common.files.antivirus import ScannerRefused, ScannerUnavailable, scan
from tests.common.files.clamd import EICAR, clamd

BIG = bytes(300_000)


def test_a_clean_file_is_clean_and_arrives_whole() -> None:
    with clamd() as daemon:
        assert scan(BytesIO(BIG), address=daemon.address) == ""
    assert daemon.seen == [BIG]


def test_a_virus_is_named_through_a_unix_socket(tmp_path: Path) -> None:
    with clamd(tmp_path / "s") as daemon:
        daemon.bad = EICAR
        assert scan(BytesIO(b"a" + EICAR), address=daemon.address) == "Eicar-Test"
        assert scan(BytesIO(b"a"), address=daemon.address) == ""


@pytest.mark.parametrize("behaviour", ["cut", "garbage", "mute", "endless"])
def test_a_scanner_that_misbehaves_is_unavailable_and_nothing_is_clean(behaviour: str) -> None:
    with clamd() as daemon:
        daemon.behaviour = behaviour
        with pytest.raises(ScannerUnavailable):
            scan(BytesIO(BIG), address=daemon.address)


def test_a_slow_scanner_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(antivirus, "ANSWER_SECONDS", 0.05)
    with clamd() as daemon:
        daemon.behaviour, daemon.delay = "slow", 0.3
        with pytest.raises(ScannerUnavailable, match="TimeoutError"):
            scan(BytesIO(BIG), address=daemon.address)


@pytest.mark.parametrize("size", [10, 40_000_000])
def test_a_file_above_its_limit_is_refused_by_the_scanner(size: int) -> None:
    with clamd() as daemon:
        daemon.behaviour = "limit"
        with pytest.raises(ScannerRefused, match="size limit"):
            scan(BytesIO(bytes(size)), address=daemon.address)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/no/such/socket", "clamd", "host:port", ""])
def test_a_missing_scanner_is_unavailable(address: str) -> None:
    with pytest.raises(ScannerUnavailable):
        scan(BytesIO(b"a"), address=address)
