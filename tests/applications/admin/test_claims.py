"""The page of an application: who holds it, what may be done about it, and its changes of hands."""

import re
from datetime import UTC, datetime

import pytest
import time_machine

from accounts.enums import Role, role_label
from accounts.models import User
from applications.models import Application
from applications.services.claims import hand_over, release, take
from applications.services.stale_holdings import return_stale_holdings
from enterprises.models import Member
from programs.enums import State
from tests.applications.admin.backoffice import HOME, actions_on, address, press, text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.programs import Cast, cast_of, make_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_of()


def offered(user: User, application: Application) -> list[str]:
    """Return what the page offers about holding the application."""
    body = web_client(user).get(address(application)).content.decode()
    return re.findall(r'name="action" value="(take|release|take_over|hand_over)"', body)


def changes_of_hands(user: User, application: Application) -> list[tuple[str, str]]:
    """Return title and person of the timeline's entries that are no transitions, newest first."""
    entries = web_client(user).get(address(application)).context["timeline"]
    roles = {role_label(role) for role in event_roles(application)}
    return [
        (entry.title, entry.who)
        for entry in entries
        if " · " not in entry.who and entry.who not in roles
    ]


def event_roles(application: Application) -> set[str]:
    return set(application.events.values_list("actor_role", flat=True))


def test_take_release_and_take_over(cast: Cast) -> None:
    file = make_application(cast, state=State.SUBMITTED)
    colleague = OfficialFactory(role=Role.VERIFIER, name="Rina Wulandari")

    assert press(colleague, file, "take").status_code == 302
    file.refresh_from_db()
    assert (file.state, file.claimed_by) == (State.IN_REVIEW, colleague)
    page = web_client(cast.verifier).get(address(file))
    assert actions_on(page) == []
    assert "Ambil alih dari Rina Wulandari" in text_of(page)
    assert press(cast.verifier, file, "pass_stage").status_code == 409
    assert press(cast.verifier, file, "take").status_code == 409

    assert press(cast.verifier, file, "take_over", holder=colleague.pk).status_code == 302
    file.refresh_from_db()
    assert file.claimed_by == cast.verifier
    assert press(cast.verifier, file, "release").status_code == 302
    file.refresh_from_db()
    assert file.claimed_by is None


def test_taking_over_from_another_than_seen_is_refused(cast: Cast) -> None:
    file = make_application(cast, state=State.SUBMITTED)
    seen, other = OfficialFactory(), OfficialFactory()
    take(other, file.pk)
    assert press(cast.verifier, file, "take_over", holder=seen.pk).status_code == 409
    file.refresh_from_db()
    assert file.claimed_by == other


def test_handing_over_opens_the_next_application(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    waiting = make_application(cast_of(), state=State.SUBMITTED)
    colleague = OfficialFactory(role=Role.VERIFIER, name="Rina Wulandari")
    answer = web_client(cast.verifier).post(
        address(file), {"action": "hand_over", "receiver": colleague.pk}, follow=True
    )
    assert f"{file.number} diserahkan kepada Rina Wulandari, yang diberi tahu." in text_of(answer)
    assert answer.context["application"] == waiting
    file.refresh_from_db()
    assert file.claimed_by == colleague


@pytest.mark.sampled
@pytest.mark.parametrize("receiver", ["", "x", "999999999", "-1", "\x00", "1" * 40])
def test_a_receiver_who_is_no_colleague_is_refused(cast: Cast, receiver: str) -> None:
    file = make_application(cast, stage="verification")
    page = press(cast.verifier, file, "hand_over", receiver=receiver)
    assert page.status_code == 400
    file.refresh_from_db()
    assert file.claimed_by == cast.verifier


def test_an_applicant_receives_nothing(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    page = press(cast.verifier, file, "hand_over", receiver=cast.owner.pk)
    assert page.status_code == 400
    assert "Pilih rekan yang akan menerima berkas." in text_of(page)


def test_only_what_would_be_allowed_is_offered(cast: Cast) -> None:
    colleague = OfficialFactory(role=Role.VERIFIER)
    free = make_application(cast, state=State.SUBMITTED)
    assert offered(cast.verifier, free) == ["take", "hand_over"]
    take(cast.verifier, free.pk)
    assert offered(cast.verifier, free) == ["release", "hand_over"]
    assert offered(colleague, free) == ["take_over"]
    assert offered(cast.analyst, free) == []
    assert offered(OfficialFactory(role=Role.STAFF, regency=None), free) == []


def test_four_eyes_and_the_own_file_are_offered_nothing(cast: Cast) -> None:
    decision = make_application(cast, stage="decision")
    OfficialFactory(user=cast.analyst, role=Role.DECIDER)
    assert offered(User.objects.get(pk=cast.analyst.pk), decision) == []
    for action in ("take", "take_over"):
        assert press(User.objects.get(pk=cast.analyst.pk), decision, action).status_code == 403

    own = make_application(cast_of(), state=State.SUBMITTED)
    member = OfficialFactory(role=Role.VERIFIER)
    Member.objects.create(
        enterprise=own.enterprise, user=member, role="helper", since=own.created_at
    )
    assert offered(member, own) == []


def test_receivers_are_those_who_may_hold_it(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    colleague = OfficialFactory(role=Role.VERIFIER, name="Rina")
    OfficialFactory(role=Role.VERIFIER, regency="35.15", name="Jauh")
    OfficialFactory(role=Role.VERIFIER, name="Nonaktif", is_active=False)
    province = OfficialFactory(role=Role.VERIFIER, regency=None, name="Provinsi")
    member = OfficialFactory(role=Role.VERIFIER, name="Kerabat")
    Member.objects.create(
        enterprise=cast.enterprise, user=member, role="helper", since=file.created_at
    )
    page = web_client(cast.verifier).get(address(file))
    names = [person.name for person in page.context["hold"].colleagues]
    assert names == [province.name, colleague.name]


def test_the_timeline_tells_every_change_of_hands(cast: Cast) -> None:
    cast.verifier.name = "Agus"
    cast.verifier.save()
    start = datetime(2026, 11, 9, 3, tzinfo=UTC)
    rina = OfficialFactory(role=Role.VERIFIER, name="Rina")
    budi = OfficialFactory(role=Role.VERIFIER, name="Budi")
    with time_machine.travel(start, tick=True):
        file = make_application(cast, stage="verification")
        release(cast.verifier, file.pk)
        take(rina, file.pk)
        take(cast.verifier, file.pk, from_another=True)
        hand_over(cast.verifier, file.pk, budi)
    with time_machine.travel(datetime(2026, 11, 13, 3, tzinfo=UTC), tick=True):
        assert return_stale_holdings() == 1
        hand_over(rina, file.pk, budi)
        assert changes_of_hands(rina, file) == [
            ("Diserahkan kepada Budi", "Rina"),
            ("Kembali ke antrean dari Budi, lama tidak dikerjakan", "sistem"),
            ("Diserahkan kepada Budi", "Agus"),
            ("Diambil alih dari Rina", "Agus"),
            ("Diambil", "Rina"),
            ("Dikembalikan ke antrean", "Agus"),
        ]


def test_no_applicant_reads_who_held_it(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    rina = OfficialFactory(role=Role.VERIFIER, name="Rina Wulandari")
    take(rina, file.pk, from_another=True)
    owner = web_client(cast.owner)
    for path in (f"/pengajuan/{file.pk}/", f"/api/v1/applications/{file.pk}/", "/pesan/"):
        answer = owner.get(path)
        assert answer.status_code == 200, path
        body = answer.content.decode()
        assert "Rina Wulandari" not in body, path
        assert "iambil alih" not in body, path


def test_an_official_of_the_enterprise_reads_no_change_of_hands(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    release(cast.verifier, file.pk)
    member = OfficialFactory(role=Role.VERIFIER)
    Member.objects.create(
        enterprise=cast.enterprise, user=member, role="helper", since=file.created_at
    )
    assert changes_of_hands(cast.verifier, file) != []
    assert changes_of_hands(member, file) == []


def test_the_queue_shows_what_was_taken_as_mine(cast: Cast) -> None:
    file = make_application(cast, state=State.SUBMITTED)
    take(cast.verifier, file.pk)
    row = web_client(cast.verifier).get(HOME).context["rows"][0]
    assert (row.number, row.is_mine) == (file.number, True)


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.REVISION_REQUESTED])
def test_the_holder_reads_that_it_is_they(cast: Cast, state: State) -> None:
    file = make_application(cast, state=state)
    assert "Dipegang oleh Anda " in text_of(web_client(cast.verifier).get(address(file)))
    colleague = OfficialFactory(role=Role.VERIFIER)
    assert f"Dipegang oleh {cast.verifier} " in text_of(web_client(colleague).get(address(file)))


def test_what_the_applicant_corrects_is_not_given_back(cast: Cast) -> None:
    file = make_application(cast, state=State.REVISION_REQUESTED)
    assert offered(cast.verifier, file) == []


def test_taking_over_twice_is_no_conflict_with_oneself(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    colleague = OfficialFactory(role=Role.VERIFIER)
    for _ in range(2):
        sent = press(colleague, file, "take_over", holder=cast.verifier.pk)
        assert sent.status_code == 302
    assert file.holdings.filter(holder=colleague).count() == 1


def test_a_take_over_from_somebody_else_meanwhile_names_them(cast: Cast) -> None:
    file = make_application(cast, stage="verification")
    quicker, slower = OfficialFactory(role=Role.VERIFIER), OfficialFactory(role=Role.VERIFIER)
    press(quicker, file, "take_over", holder=cast.verifier.pk)
    page = press(slower, file, "take_over", holder=cast.verifier.pk)
    assert page.status_code == 409
    assert f"Berkas ini baru saja diambil {quicker}." in text_of(page)
