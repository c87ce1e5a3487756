"""Logs of the children."""

from pathlib import Path

from operations.launcher.process import LOG_LIMIT, log_tail, open_log


def test_long_log_is_set_aside_at_start(tmp_path: Path) -> None:
    path = tmp_path / "web.log"
    path.write_bytes(b"x" * (LOG_LIMIT + 1))
    with open_log(path) as log:
        log.write(b"new\n")
    assert log_tail(path) == "new"
    assert (tmp_path / "web.log.1").stat().st_size == LOG_LIMIT + 1
