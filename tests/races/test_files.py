"""Everything that two people, two tabs or two processes can do to one application at once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import User
from applications.models import Application
from applications.services import attachments, claims, drafts
from applications.services.stale_holdings import give_back
from applications.services.transitions import perform
from common.dates import clock
from enterprises.models import DocumentVersion
from tests.factories.accounts import OfficialFactory
from tests.factories.programs import Cast, cast_of, make_application, make_document
from tests.races.interleaver import Work
from tests.races.rows import copies_of, how_it_ended
from tests.races.trial import Scenario

TRIALS = 45
Move = Callable[["World", Any], Work]


@dataclass
class World:
    """People around one file; `twofold` is both analyst and decider."""

    cast: Cast
    verifier: User
    analyst: User
    decider: User
    twofold: User
    files: dict[str, Application]
    documents: dict[str, DocumentVersion]

    def person(self, name: str) -> User:
        """`owner`, `verifier` … of the cast, or with a 2 behind the colleague."""
        found: User = getattr(*((self, name[:-1]) if name.endswith("2") else (self.cast, name)))
        return found


@pytest.fixture(scope="module")
def world(transactional_db: None) -> World:
    cast = cast_of()
    twofold = OfficialFactory(role=Role.ANALYST)
    OfficialFactory(role=Role.DECIDER, user=twofold)
    return World(
        cast,
        OfficialFactory(role=Role.VERIFIER),
        OfficialFactory(role=Role.ANALYST),
        OfficialFactory(role=Role.DECIDER),
        twofold,
        {},
        {},
    )


def move(who: str, name: str, **data: Any) -> Move:
    """`who` performs a transition; gives the state the file is in afterwards."""

    def of(world: World, key: int) -> Work:
        actor = world.twofold if who == "twofold" else world.person(who)
        if name == "submit":
            data["declaration"] = True
        if name == "recommend":
            data.setdefault("opinion", "positive")
        if name == "complete":
            data["open_stages_confirmed"] = True
        return lambda: perform(actor, key, name, reason="Sesuai berkas.", data=data).state

    return of


def take(who: str, *, from_another: bool = False) -> Move:
    def of(world: World, key: int) -> Work:
        actor = world.person(who)
        return lambda: claims.take(actor, key, from_another=from_another).claimed_by_id

    return of


def release(who: str) -> Move:
    return lambda world, key: lambda: claims.release(world.person(who), key).claimed_by_id


def hand_over(who: str, to: str) -> Move:
    return lambda world, key: (
        lambda: claims.hand_over(world.person(who), key, world.person(to)).claimed_by_id
    )


def lapse(who: str) -> Move:
    """Return what `who` has left lying until now, as the morning's task does."""

    def of(world: World, key: int) -> Work:
        before = clock.now()
        return lambda: give_back(world.person(who), [key], before, 3)

    return of


def answer(**answers: Any) -> Move:
    return lambda world, key: lambda: drafts.save_answers(world.cast.owner, key, answers).state


def attach(number: int) -> Move:
    """Attach a new file for the identity card in place of the one that is there."""

    def of(world: World, key: int) -> Work:
        owner = world.cast.owner
        version = world.documents.setdefault(
            f"ktp {number}", make_document(owner, world.cast.enterprise, "ktp")
        )
        return lambda: (
            attachments.attach(owner, key, requirement="ktp", version=version).requirement
        )

    return of


def detach() -> Move:
    def of(world: World, key: int) -> Work:
        found = Application.objects.get(pk=key).attachments.get(requirement="ktp", removed_at=None)
        return lambda: attachments.detach(world.cast.owner, key, found.pk)

    return of


SUBMIT = move("owner", "submit")
WITHDRAW = move("owner", "withdraw")
START = move("verifier", "start_review")
CORRECT = move("verifier", "request_revision", fields=["answers.purpose"])
APPROVE = move("decider", "approve")
RACES: dict[str, tuple[str, Move, Move]] = {
    "two tabs submit": ("draft", SUBMIT, SUBMIT),
    "submit, withdraw": ("draft", SUBMIT, WITHDRAW),
    "submit, answer": ("draft", SUBMIT, answer(tenor_months=36)),
    "submit, an answer cleared": ("draft", SUBMIT, answer(purpose=None)),
    "submit, a file replaced": ("draft", SUBMIT, attach(1)),
    "submit, a file removed": ("draft", SUBMIT, detach()),
    "two tabs answer": ("draft", answer(tenor_months=36), answer(requested_amount=50_000_000)),
    "two files for one place": ("draft", attach(1), attach(2)),
    "one file attached twice": ("draft", attach(1), attach(1)),
    "replace, remove": ("draft", attach(1), detach()),
    "two officials start": ("submitted", START, move("verifier2", "start_review")),
    "two tabs start": ("submitted", START, START),
    "start, withdraw": ("submitted", START, WITHDRAW),
    "two officials take": ("submitted", take("verifier"), take("verifier2")),
    "take, take from a colleague": (
        "submitted",
        take("verifier"),
        take("verifier2", from_another=True),
    ),
    "take, start": ("submitted", take("verifier2"), START),
    "take, withdraw": ("submitted", take("verifier"), WITHDRAW),
    "take, hand over": ("submitted", take("verifier"), hand_over("verifier2", "verifier")),
    "hand over, take over": (
        "verification",
        hand_over("verifier", "verifier2"),
        take("verifier2", from_another=True),
    ),
    "hand over, pass on": (
        "verification",
        hand_over("verifier", "verifier2"),
        move("verifier", "pass_stage", stage="verification"),
    ),
    "hand over, release": (
        "verification",
        hand_over("verifier", "verifier2"),
        release("verifier"),
    ),
    "take over, pass on": (
        "verification",
        take("verifier2", from_another=True),
        move("verifier", "pass_stage", stage="verification"),
    ),
    "hand over, decide": ("decision", hand_over("decider", "decider2"), APPROVE),
    "lapse, pass on": (
        "verification",
        lapse("verifier"),
        move("verifier", "pass_stage", stage="verification"),
    ),
    "lapse, correction": ("verification", lapse("verifier"), CORRECT),
    "lapse, take over": ("verification", lapse("verifier"), take("verifier2", from_another=True)),
    "lapse, release": ("verification", lapse("verifier"), release("verifier")),
    "lapse twice": ("verification", lapse("verifier"), lapse("verifier")),
    "release, start": ("submitted", release("verifier"), move("verifier2", "start_review")),
    "pass on, pass on": (
        "verification",
        move("verifier", "pass_stage", stage="verification"),
        move("verifier", "pass_stage", stage="verification"),
    ),
    "pass on, ask for correction": ("verification", move("verifier", "pass_stage"), CORRECT),
    "pass on, withdraw": ("verification", move("verifier", "pass_stage"), WITHDRAW),
    "pass on, decide": ("verification", move("verifier", "pass_stage"), APPROVE),
    "correction sent twice": ("correction", SUBMIT, SUBMIT),
    "correction, withdraw": ("correction", SUBMIT, WITHDRAW),
    "correction, answer": ("correction", SUBMIT, answer(tenor_months=36)),
    "correction, a file replaced": ("correction", SUBMIT, attach(1)),
    "correction, take": ("correction", SUBMIT, take("verifier2", from_another=True)),
    "two opinions": ("recommendation", move("analyst", "recommend"), move("analyst2", "recommend")),
    "two directions": (
        "recommendation",
        move("analyst", "recommend", opinion="positive"),
        move("analyst2", "recommend", opinion="negative"),
    ),
    "two directions by one": (
        "recommendation",
        move("analyst", "recommend", opinion="positive"),
        move("analyst", "recommend", opinion="negative"),
    ),
    "opinion, decision": ("recommendation", move("analyst", "recommend"), APPROVE),
    "opinion and decision of one person": (
        "recommendation",
        move("twofold", "recommend"),
        move("twofold", "approve"),
    ),
    "opinion, correction": (
        "recommendation",
        move("analyst", "recommend"),
        move("analyst2", "request_revision"),
    ),
    "opinion, withdraw": ("recommendation", move("analyst", "recommend"), WITHDRAW),
    "approve, reject": ("decision", APPROVE, move("decider2", "reject")),
    "approve, reject by one": ("decision", APPROVE, move("decider", "reject")),
    "two tabs approve": ("decision", APPROVE, APPROVE),
    "approve, withdraw": ("decision", APPROVE, WITHDRAW),
    "approve, take": ("decision", APPROVE, take("decider2")),
    "approve, correction": ("decision", APPROVE, move("decider2", "request_revision")),
    "complete twice": (
        "approved",
        move("decider", "complete"),
        move("decider2", "complete"),
    ),
    "two tabs complete": ("approved", move("decider", "complete"), move("decider", "complete")),
}
_STATES = ("draft", "submitted", "approved")


def _prepared(world: World, at: str) -> Application:
    """One file of each kind per worker; every trial gets a copy."""
    if at not in world.files:
        cast = Cast(
            world.cast.owner,
            world.cast.verifier,
            world.cast.analyst,
            world.cast.decider,
            world.cast.enterprise,
        )
        if at == "correction":
            made = make_application(cast, state="revision_requested")
        elif at in _STATES:
            made = make_application(cast, state=at)
        else:
            made = make_application(cast, stage=at)
        # Out of the way of the next one: an enterprise has one open file per scheme.
        Application.objects.filter(pk=made.pk).update(uniqueness_value=f"model {at}")
        world.files[at] = made
    return world.files[at]


@pytest.mark.whole
@pytest.mark.parametrize("name", RACES)
def test_every_interleaving_ends_like_one_order(
    name: str, world: World, explored: Callable[[Scenario, int], None]
) -> None:
    at, one, other = RACES[name]
    model = _prepared(world, at)
    known = model.events.count()
    scenario = Scenario(
        name,
        things=partial(copies_of, model),
        works=lambda key: (one(world, key), other(world, key)),
        look=lambda key: how_it_ended(key, known),
    )
    explored(scenario, TRIALS)
