"""Two files are cleaned at once and one waits; further ones are refused at once."""

import threading
from pathlib import Path
from typing import Any

import pytest

from common.files.cleaning import process
from common.files.cleaning.process import clean_in_process
from common.files.cleaning.refused import Refused


def test_whoever_gets_no_turn_is_refused_while_all_others_still_wait(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    may_end, started = threading.Event(), threading.Semaphore(0)

    def slow(*_words: Any) -> dict[str, Any]:
        started.release()
        may_end.wait(60)
        return {"width": 1, "height": 1}

    monkeypatch.setattr(process, "_run", slow)
    cleaned: list[int | None] = []

    def clean() -> None:
        cleaned.append(clean_in_process("JPEG", tmp_path / "a", tmp_path / "b").width)

    first = [threading.Thread(target=clean) for _number in range(2)]
    for thread in first:
        thread.start()
        assert started.acquire(timeout=60)
    # The place of the one that waits.
    assert process._PLACES.acquire(blocking=False)
    for _number in range(9):
        with pytest.raises(Refused) as refusal:
            clean()
        assert refusal.value.code == "busy"
    assert cleaned == []
    process._PLACES.release()
    may_end.set()
    for thread in first:
        thread.join(60)
    assert cleaned == [1, 1]
