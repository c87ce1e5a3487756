"""What `./run` reads from the environment, and how it ends."""

from types import SimpleNamespace
from typing import Any

import pytest

from operations.launcher import run
from operations.launcher.console import REFUSED, LaunchError, RefusalPrintedError
from operations.launcher.run import chosen_port, wants_demo


@pytest.mark.parametrize("text", ["x", "0", "70000", "-1", "80.5"])
def test_portal_port_must_be_a_port(text: str) -> None:
    with pytest.raises(LaunchError, match="PORTAL_PORT"):
        chosen_port({"PORTAL_PORT": text})


@pytest.mark.parametrize(
    ("setting", "embedded", "demo"),
    [("", True, True), ("", False, False), ("0", True, False), ("1", False, True)],
)
def test_demo_people(setting: str, embedded: bool, demo: bool) -> None:
    assert wants_demo({"PORTAL_DEMO": setting}, embedded=embedded) is demo


def test_the_launcher_adds_nothing_to_a_refusal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    portal: Any = SimpleNamespace(preparation=lambda: None)
    supervisor: Any = SimpleNamespace(finish=lambda _command: REFUSED)

    def launch(*_: Any, **__: Any) -> None:
        with pytest.raises(RefusalPrintedError):
            run.open_portal(portal, supervisor)
        run.open_portal(portal, supervisor)

    monkeypatch.setattr(run, "launch", launch)
    assert run.main([]) == 1
    assert capsys.readouterr() == ("", "")
