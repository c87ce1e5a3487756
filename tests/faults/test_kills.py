"""Each part of a portal is killed with -9 under load: nothing is lost and nothing done twice."""

import pytest

from tests.faults import effects
from tests.faults.conftest import Scene
from tests.faults.portal import Answer, Portal

pytestmark = pytest.mark.slow
FILES = 14
BEFORE_THE_KILL = 3
# The part, whether a child of it is killed, and what /readyz must report as down.
KILLS = [("postgres", False, "database"), ("web", True, None), ("worker", False, "worker")]
MORE_KILLS = [
    ("postgres", True, "database"),
    ("valkey", False, "broker"),
    ("web", False, None),
    ("worker", True, None),
    ("beat", False, "beat"),
]
UNCLEAR = {500, 502, 504}


def is_reported_down(portal: Portal, part: str) -> bool:
    return portal.readiness().get(part) is False


def pages_in(portal: Portal) -> list[Answer]:
    """Request a page and an endpoint that both need the database."""
    return [portal.ask("/program/"), portal.ask("/api/v1/schemes/")]


@pytest.mark.parametrize(
    ("part", "child", "down"),
    [*KILLS, *(pytest.param(*kill, marks=pytest.mark.exhaustive) for kill in MORE_KILLS)],
    ids=lambda value: {True: "child", False: "whole"}.get(value, value),
)
def test_a_killed_part_comes_back_and_nothing_is_lost_or_doubled(
    scene: Scene, part: str, child: bool, down: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    portal = scene.portal
    pages: list[Answer] = []
    with scene.load(FILES) as load:
        load.wait_for(BEFORE_THE_KILL)
        portal.kill(part, child=child)
        if down and not child:
            noticed = portal.wait(lambda: is_reported_down(portal, down), 10)
            if part == "postgres":
                pages = pages_in(portal)
        else:
            noticed = 0.0
    back = portal.wait(portal.is_ready)
    load.resend_unacknowledged()
    sent = portal.wait(lambda: effects.unsent(portal, load.ids) == 0)

    assert effects.of_submissions(portal, load.ids) == effects.expected(load)
    letters = effects.letters(portal, load.ids)
    assert letters.files == FILES
    assert not UNCLEAR & set(load.statuses)
    check_pages(pages)
    with capsys.disabled():
        print(
            f"\nkill -9 {part}{' child' if child else ''}: noticed {noticed:.1f} s, "
            f"ready again {back:.1f} s, outbox empty {sent:.1f} s later; answers "
            f"{dict(load.statuses)}, repeated by key {load.repeats}, letters handed over twice "
            f"{letters.repeated}"
        )


def check_pages(pages: list[Answer]) -> None:
    """Check for a clear message, unless the database was back before the request."""
    for answer in pages:
        assert answer.status in (200, 503)
        if answer.status == 503:
            assert answer.retry_after
            assert "sedang tidak dapat dipakai" in answer.text
