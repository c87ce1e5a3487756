"""Completing a file while stages outside the office follow the decision."""

from collections.abc import Mapping
from typing import Any

import pytest

from applications.models import Application
from applications.services.transitions import perform
from common.errors import InvalidInput
from programs.enums import State
from programs.models import Stage
from tests.factories.programs import CLOSING, REASON, Cast, cast_of, make_application

pytestmark = pytest.mark.django_db
CONFIRMED = {"open_stages_confirmed": True}
OPEN = "Membawa berkas ke bank; Keputusan bank"


@pytest.fixture
def cast() -> Cast:
    return cast_of()


@pytest.fixture
def approved(cast: Cast) -> Application:
    return make_application(cast, state=State.APPROVED)


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("reason", "data", "codes"),
    [
        ("", {"open_stages_confirmed": False}, ["open_stages_unconfirmed", "reason_required"]),
        (REASON, {"open_stages_confirmed": None}, ["open_stages_unconfirmed"]),
        (REASON, {"open_stages_confirmed": "yes"}, ["open_stages_unconfirmed"]),
        ("", CONFIRMED, ["reason_required"]),
        ("selesai selesai", CONFIRMED, ["reason_says_nothing"]),
    ],
)
def test_open_stages_refuse_it_without_a_tick_and_a_reason(
    cast: Cast, approved: Application, reason: str, data: Mapping[str, Any], codes: list[str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        perform(cast.decider, approved.pk, "complete", reason=reason, data=data)
    assert [error.code for error in refused.value.errors] == codes
    if "open_stages_unconfirmed" in codes:
        assert refused.value.errors[0].field == "data.open_stages_confirmed"
        assert OPEN in str(refused.value.errors[0].message)
    approved.refresh_from_db()
    assert approved.state == State.APPROVED


def test_the_history_keeps_which_stages_were_open(cast: Cast, approved: Application) -> None:
    perform(cast.decider, approved.pk, "complete", **CLOSING)
    last = approved.events.latest("id")
    assert (last.to_state, last.reason) == (State.COMPLETED, REASON)
    assert last.data == {"open_stages": ["bank-receipt", "bank-decision"]}


def test_a_repeat_changes_nothing(cast: Cast, approved: Application) -> None:
    for _ in range(2):
        moved = perform(cast.decider, approved.pk, "complete", **CLOSING)
        assert moved.state == State.COMPLETED
    assert approved.events.filter(transition="complete").count() == 1


def test_without_such_stages_no_reason_is_owed(cast: Cast) -> None:
    # A version of the rules that nobody follows after the decision.
    Stage.objects.filter(edition__scheme__code="kur-mikro", exit="").delete()
    approved = make_application(cast, state=State.APPROVED)
    moved = perform(cast.decider, approved.pk, "complete")
    assert moved.state == State.COMPLETED
    assert approved.events.latest("id").data == {}
