"""Who holds an application: the rules, what is written, and who is notified."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.template.loader import render_to_string

from accounts.enums import Role
from accounts.models import User
from applications.models import Application, HoldingEnd
from applications.services.claims import hand_over, hand_over_many, release, take
from applications.services.transitions import perform
from common.dates import clock
from common.errors import Conflict, DomainError, InvalidInput, NotFound, NotPermitted
from enterprises.models import Member
from notifications.models import OutboxMessage
from programs.enums import State
from programs.models import Stage
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.programs import Cast, cast_of, make_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_of()


def hands(application: Application) -> list[tuple[User, str, User | None]]:
    """Return who held it, how each turn ended, and from whom it was taken."""
    return [
        (row.holder, str(row.ended_as), row.taken_from)
        for row in application.holdings.order_by("id")
    ]


def told(key: str) -> list[tuple[int | None, dict[str, Any], str]]:
    return list(
        OutboxMessage.objects.filter(key=key).values_list("recipient_id", "context", "link")
    )


def code_of(error: pytest.ExceptionInfo[DomainError]) -> str:
    return error.value.code


def page_of(application: Application) -> str:
    return f"/admin/applications/application/{application.pk}/change/"


def test_taking_a_submitted_application_starts_its_review(cast: Cast) -> None:
    application = make_application(cast, state=State.SUBMITTED)
    taken = take(cast.verifier, application.pk)
    assert (taken.state, taken.claimed_by) == (State.IN_REVIEW, cast.verifier)
    assert [e.transition for e in application.events.order_by("id")] == ["submit", "start_review"]
    assert hands(application) == [(cast.verifier, "", None)]
    assert OutboxMessage.objects.filter(key="application.in_review").count() == 1


def test_taking_twice_changes_nothing(cast: Cast) -> None:
    application = make_application(cast, state=State.SUBMITTED)
    take(cast.verifier, application.pk)
    take(cast.verifier, application.pk)
    assert application.events.count() == 2
    assert hands(application) == [(cast.verifier, "", None)]


def test_one_holding_lasts_while_the_same_official_goes_on(cast: Cast) -> None:
    application = make_application(cast, stage="completeness")
    held = application.holdings.get()
    perform(cast.verifier, application.pk, "pass_stage")
    assert application.holdings.get() == held
    assert held.until is None


def test_passing_to_another_role_ends_the_holding_as_finished(cast: Cast) -> None:
    application = make_application(cast, stage="recommendation")
    assert hands(application) == [(cast.verifier, "finished", None)]
    holding, event = application.holdings.get(), application.events.order_by("id").last()
    assert event is not None
    assert holding.until == event.at


def test_a_correction_keeps_the_holding_and_a_withdrawal_ends_it(cast: Cast) -> None:
    application = make_application(cast, state=State.REVISION_REQUESTED)
    assert hands(application) == [(cast.verifier, "", None)]
    perform(cast.owner, application.pk, "withdraw")
    assert hands(application) == [(cast.verifier, "finished", None)]


def test_a_colleague_takes_over_and_the_former_holder_is_told(cast: Cast) -> None:
    application = make_application(cast, stage="verification")
    colleague = OfficialFactory(role=Role.VERIFIER, name="Rina Wulandari")
    with pytest.raises(Conflict) as refused:
        take(colleague, application.pk)
    assert code_of(refused) == "held_by_another"

    taken = take(colleague, application.pk, from_another=True)
    assert taken.claimed_by == colleague
    assert hands(application) == [
        (cast.verifier, "taken_over", None),
        (colleague, "", cast.verifier),
    ]
    context = {
        "number": application.number,
        "enterprise": cast.enterprise.name,
        "by": "Rina Wulandari",
    }
    assert told("holding.taken_over") == [(cast.verifier.pk, context, page_of(application))]
    body = render_to_string("notifications/holding.taken_over/body.txt", context)
    assert f"Rina Wulandari mengambil alih {application.number}" in body


def test_releasing_returns_it_to_the_queue_and_only_from_the_own_hands(cast: Cast) -> None:
    application = make_application(cast, stage="verification")
    colleague = OfficialFactory(role=Role.VERIFIER)
    release(colleague, application.pk)
    assert hands(application) == [(cast.verifier, "", None)]
    assert release(cast.verifier, application.pk).claimed_by is None
    assert hands(application) == [(cast.verifier, "released", None)]
    assert not OutboxMessage.objects.filter(key__startswith="holding.").exists()


def test_handing_over_is_told_to_the_receiver(cast: Cast) -> None:
    application = make_application(cast, stage="verification")
    colleague = OfficialFactory(role=Role.VERIFIER)
    assert hand_over(cast.verifier, application.pk, colleague).claimed_by == colleague
    assert hands(application) == [(cast.verifier, "handed_over", None), (colleague, "", None)]
    ((recipient, context, link),) = told("holding.handed_over")
    assert (recipient, link) == (colleague.pk, page_of(application))
    assert (context["count"], context["more"]) == (1, 0)
    assert context["files"] == [{"number": application.number, "enterprise": cast.enterprise.name}]


def test_a_free_application_goes_through_the_hands_of_who_gives_it(cast: Cast) -> None:
    application = make_application(cast, state=State.SUBMITTED)
    colleague = OfficialFactory(role=Role.VERIFIER)
    moved = hand_over(cast.verifier, application.pk, colleague)
    assert (moved.state, moved.claimed_by) == (State.SUBMITTED, colleague)
    assert hands(application) == [(cast.verifier, "handed_over", None), (colleague, "", None)]
    assert take(colleague, application.pk).state == State.IN_REVIEW
    assert application.holdings.count() == 2


def test_handing_over_asks_the_permission_of_the_receiver(cast: Cast) -> None:
    application = make_application(cast, stage="verification")
    elsewhere = OfficialFactory(role=Role.VERIFIER, regency="35.15")
    for receiver, why in ((cast.analyst, "Tahap ini bukan tugasnya."), (elsewhere, "bukan tugas")):
        with pytest.raises(NotPermitted) as refused:
            hand_over(cast.verifier, application.pk, receiver)
        assert code_of(refused) == "receiver_may_not"
        assert why in refused.value.message
    with pytest.raises(InvalidInput) as to_oneself:
        hand_over(cast.verifier, application.pk, cast.verifier)
    assert code_of(to_oneself) == "own_hands"
    assert hands(application) == [(cast.verifier, "", None)]


def test_nobody_hands_over_what_a_colleague_holds(cast: Cast) -> None:
    application = make_application(cast, stage="verification")
    one, other = OfficialFactory(role=Role.VERIFIER), OfficialFactory(role=Role.VERIFIER)
    with pytest.raises(Conflict) as refused:
        hand_over(one, application.pk, other)
    assert code_of(refused) == "held_by_another"


def test_many_are_handed_over_with_one_message_about_what_moved(cast: Cast) -> None:
    colleague = OfficialFactory(role=Role.VERIFIER)
    own = [make_application(cast_of(), state=State.SUBMITTED) for _ in range(2)]
    decided = make_application(cast_of(), state=State.APPROVED)
    far = make_application(cast_of("35.15"), state=State.SUBMITTED)
    outcomes = hand_over_many(
        cast.verifier, [far.pk, decided.pk, own[1].pk, own[0].pk, own[0].pk], colleague
    )
    assert {key: error.code if error else None for key, error in outcomes.items()} == {
        own[0].pk: None,
        own[1].pk: None,
        decided.pk: "not_waiting",
        far.pk: "not_found",
    }
    ((recipient, context, link),) = told("holding.handed_over")
    assert (recipient, link, context["count"]) == (colleague.pk, "/admin/", 2)
    assert [file["number"] for file in context["files"]] == [each.number for each in own]


def test_nothing_moved_is_told_to_nobody(cast: Cast) -> None:
    decided = make_application(cast, state=State.APPROVED)
    hand_over_many(cast.verifier, [decided.pk], OfficialFactory(role=Role.VERIFIER))
    assert told("holding.handed_over") == []


def both_roles(user: User, role: Role) -> User:
    OfficialFactory(user=user, role=role)
    return User.objects.get(pk=user.pk)


def test_four_eyes_bar_from_taking_and_from_receiving(cast: Cast) -> None:
    application = make_application(cast, stage="decision")
    recommender = both_roles(cast.analyst, Role.DECIDER)
    for from_another in (False, True):
        with pytest.raises(NotPermitted) as refused:
            take(recommender, application.pk, from_another=from_another)
        assert code_of(refused) == "four_eyes"
    with pytest.raises(NotPermitted) as handed:
        hand_over(cast.decider, application.pk, recommender)
    assert handed.value.message == (
        f"{recommender} tidak dapat memegang berkas ini. "
        "Ia sendiri yang mengerjakan tahap “Rekomendasi” berkas ini, jadi tahap "
        "“Keputusan meneruskan” bukan untuknya."
    )
    assert take(cast.decider, application.pk).claimed_by == cast.decider


def test_nobody_holds_the_own_enterprises_application(cast: Cast) -> None:
    application = make_application(cast, state=State.SUBMITTED)
    owner = both_roles(cast.owner, Role.VERIFIER)
    with pytest.raises(NotPermitted) as refused:
        take(owner, application.pk)
    assert code_of(refused) == "own_file"
    with pytest.raises(NotPermitted):
        hand_over(cast.verifier, application.pk, owner)
    Member.objects.create(
        enterprise=cast.enterprise,
        user=cast.verifier,
        role="helper",
        since=clock.now(),
        until=clock.now(),
    )
    with pytest.raises(NotPermitted):
        take(cast.verifier, application.pk)
    assert application.holdings.count() == 0


@pytest.mark.parametrize("state", [State.DRAFT, State.APPROVED, State.WITHDRAWN])
def test_only_what_waits_is_taken(cast: Cast, state: State) -> None:
    application = make_application(cast, state=state)
    expected = NotFound if state in (State.DRAFT, State.WITHDRAWN) else Conflict
    for work in (take, release):
        with pytest.raises(expected):
            work(cast.verifier, application.pk)


def test_who_sees_it_but_has_no_part_in_its_stage_does_not_take_it(cast: Cast) -> None:
    application = make_application(cast, stage="verification")
    staff = OfficialFactory(role=Role.STAFF, regency=None)
    root = UserFactory(is_staff=True, is_superuser=True)
    with pytest.raises(NotPermitted) as refused:
        take(staff, application.pk, from_another=True)
    assert code_of(refused) == "not_your_stage"
    with pytest.raises(NotFound):
        take(root, application.pk, from_another=True)


def _sql(statement: str, *parameters: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE applications_application SET claimed_by_id = NULL WHERE id = %s",
        "UPDATE applications_holding SET until = since, ended_as = 'released'"
        " WHERE application_id = %s",
        "UPDATE applications_holding SET ended_as = 'released' WHERE application_id = %s",
        "DELETE FROM applications_holding WHERE application_id = %s",
        "INSERT INTO applications_holding (application_id, holder_id, since, ended_as)"
        " SELECT application_id, holder_id, since, '' FROM applications_holding"
        " WHERE application_id = %s",
    ],
)
def test_the_database_keeps_claim_and_holding_together(cast: Cast, statement: str) -> None:
    application = make_application(cast, stage="verification")
    with pytest.raises(DatabaseError):
        _sql(statement, application.pk)
    assert hands(application) == [(cast.verifier, "", None)]


def test_a_clock_that_was_set_back_ends_a_holding_at_its_beginning(
    cast: Cast, time_machine: Any
) -> None:
    application = make_application(cast, stage="verification")
    time_machine.move_to(datetime(2020, 1, 1, tzinfo=UTC))
    release(cast.verifier, application.pk)
    row = application.holdings.get()
    assert (row.until, row.ended_as) == (row.since, HoldingEnd.RELEASED)


def test_who_passed_the_stage_before_is_told_so() -> None:
    Stage.objects.filter(edition__scheme__code="kur-mikro", code="verification").update(
        second_person=True
    )
    cast = cast_of()
    application = make_application(cast, stage="verification")
    with pytest.raises(NotPermitted) as refused:
        take(cast.verifier, application.pk)
    assert code_of(refused) == "four_eyes"
    assert refused.value.message == (
        "Anda sendiri yang mengerjakan tahap “Pemeriksaan kelengkapan” berkas ini, jadi tahap "
        "“Verifikasi” harus dikerjakan rekan Anda."
    )


def test_who_holds_it_is_named(cast: Cast) -> None:
    application = make_application(cast, stage="verification")
    colleague = OfficialFactory(role=Role.VERIFIER)
    with pytest.raises(Conflict) as taken:
        take(colleague, application.pk)
    with pytest.raises(Conflict) as passed:
        perform(colleague, application.pk, "pass_stage")
    for refused in (taken, passed):
        assert code_of(refused) == "held_by_another"
        assert refused.value.message == f"Berkas ini sedang dipegang {cast.verifier}."
