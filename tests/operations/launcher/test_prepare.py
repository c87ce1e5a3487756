"""What happens before the portal opens."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from operations.launcher import prepare
from operations.launcher.console import REFUSED


@pytest.mark.django_db
def test_a_database_of_another_version_is_left_alone_and_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    MigrationRecorder(connection).record_applied("programs", "0008_history")
    monkeypatch.setattr(prepare, "steps", lambda **_: pytest.fail("a step was begun"))
    assert prepare.main([]) == REFUSED
    output = capsys.readouterr()
    assert output.out.count("\n") == 1
    assert "programs.0008_history" in output.out
    assert output.err == ""


@pytest.mark.django_db
def test_steps_run_on_a_database_of_this_version(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done: list[str] = []
    monkeypatch.setattr(prepare, "steps", lambda **_: [("x", lambda: done.append("x"))])
    assert (prepare.main([]), done) == (0, ["x"])
    assert capsys.readouterr().out.startswith("[portal] x: ")
