"""Who sees which files, and who may judge which."""

import pytest

from accounts.enums import Role
from accounts.models import User
from applications.services.claims import release
from applications.services.transitions import perform
from common.dates import clock
from common.errors import NotPermitted
from enterprises.models import Member
from programs.enums import State
from tests.applications.admin.backoffice import (
    HOME,
    LIST,
    actions_on,
    address,
    numbers_on,
    press,
    text_of,
)
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.programs import cast_of, make_application

pytestmark = pytest.mark.django_db


def test_each_role_finds_the_files_of_its_own_stages() -> None:
    cast = cast_of()
    files = {
        stage: make_application(cast_of(), stage=stage)
        for stage in ("completeness", "verification", "recommendation", "decision")
    }
    sent = make_application(cast_of(), state=State.SUBMITTED)
    for held in files.values():
        if held.claimed_by is not None:
            release(held.claimed_by, held.pk)

    def queue(user: User) -> set[str]:
        return set(numbers_on(web_client(user).get(HOME)))

    assert queue(cast.verifier) == {
        sent.number,
        files["completeness"].number,
        files["verification"].number,
    }
    assert queue(cast.analyst) == {files["recommendation"].number}
    assert queue(cast.decider) == {files["decision"].number}


def test_a_file_of_another_region_does_not_exist() -> None:
    here, there = cast_of("35.78"), cast_of("35.15")
    file = make_application(there, state=State.SUBMITTED)

    assert numbers_on(web_client(here.verifier).get(f"{HOME}?tab=all")) == []
    assert numbers_on(web_client(here.verifier).get(LIST)) == []
    assert web_client(here.verifier).get(address(file)).status_code == 404
    assert press(here.verifier, file, "start_review").status_code == 404
    file.refresh_from_db()
    assert file.state == State.SUBMITTED


def test_a_drafts_page_is_closed_to_officials() -> None:
    cast = cast_of()
    assert web_client(cast.verifier).get(address(make_application(cast))).status_code == 404


@pytest.mark.parametrize("malformed", ["abc", "99999999999999999999", "0", "-1"])
def test_a_malformed_key_is_not_found(malformed: str) -> None:
    official = OfficialFactory()
    assert web_client(official).get(f"{LIST}{malformed}/change/").status_code == 404


def test_the_province_reads_every_region() -> None:
    file = make_application(cast_of("35.15"), state=State.SUBMITTED)
    staff = OfficialFactory(role=Role.STAFF, regency=None)

    page = web_client(staff).get(address(file))
    assert page.status_code == 200
    assert actions_on(page) == []
    assert numbers_on(web_client(staff).get(HOME)) == [file.number]


def test_staff_see_counts_by_state_that_open_the_rows() -> None:
    make_application(cast_of(), state=State.SUBMITTED)
    make_application(cast_of(), state=State.APPROVED)
    staff = OfficialFactory(role=Role.STAFF, regency=None)

    page = web_client(staff).get(HOME)
    assert "1 Terkirim" in text_of(page)
    assert "1 Keputusan: berhasil" in text_of(page)
    assert 'href="/admin/?tab=all&amp;state=approved"' in page.content.decode()


def test_a_superuser_without_posting_reads_everything_and_does_nothing() -> None:
    file = make_application(cast_of(), state=State.SUBMITTED)
    root = UserFactory(is_staff=True, is_superuser=True)

    assert numbers_on(web_client(root).get(LIST)) == [file.number]
    assert actions_on(web_client(root).get(address(file))) == []
    assert press(root, file, "start_review").status_code == 404
    assert web_client(root).get(f"{LIST}add/").status_code == 403
    assert web_client(root).post(f"{LIST}{file.pk}/delete/").status_code == 403


def test_people_without_a_posting_are_informed() -> None:
    without_posting = UserFactory(is_staff=True)
    page = web_client(without_posting).get(HOME)
    assert page.status_code == 200
    assert "Belum ada penugasan" in text_of(page)
    assert web_client(without_posting).get(LIST).status_code == 403


def test_a_partner_sees_no_files() -> None:
    make_application(cast_of(), state=State.APPROVED)
    partner = OfficialFactory(role=Role.PARTNER, regency=None)
    assert "mitra penyalur" in text_of(web_client(partner).get(HOME))
    assert web_client(partner).get(LIST).status_code == 403


def test_people_who_are_no_officials_are_refused() -> None:
    owner = UserFactory()
    assert web_client(owner).get(HOME).status_code == 302


def test_the_recommender_cannot_decide_by_the_page_nor_by_a_post_nor_by_the_service() -> None:
    cast = cast_of()
    file = make_application(cast, stage="decision")
    OfficialFactory(user=cast.analyst, role=Role.DECIDER)
    both = User.objects.get(pk=cast.analyst.pk)

    page = web_client(both).get(address(file))
    assert actions_on(page) == []
    assert (
        "Anda sendiri yang mengerjakan tahap “Rekomendasi” berkas ini, jadi tahap "
        "“Keputusan meneruskan” harus dikerjakan rekan Anda." in text_of(page)
    )
    for action in ("approve", "reject"):
        answer = press(both, file, action, reason="Sesuai ketentuan.")
        assert answer.status_code == 403
    with pytest.raises(NotPermitted, match="four_eyes"):
        perform(both, file.pk, "approve", reason="Sesuai ketentuan.")
    file.refresh_from_db()
    assert (file.state, file.decided_by) == (State.IN_REVIEW, None)
    assert numbers_on(web_client(both).get(HOME)) == []


def test_an_owner_who_is_also_an_official_cannot_judge_the_own_file() -> None:
    cast = cast_of()
    file = make_application(cast, state=State.SUBMITTED)
    official = OfficialFactory(user=cast.owner, role=Role.VERIFIER)
    official.is_staff = True
    official.save()

    assert numbers_on(web_client(official).get(HOME)) == []
    page = web_client(official).get(address(file))
    assert actions_on(page) == []
    assert "usaha Anda sendiri" in text_of(page)
    assert press(official, file, "start_review").status_code == 403
    assert press(official, file, "take").status_code == 403


def test_a_former_helper_cannot_judge_either() -> None:
    cast = cast_of()
    file = make_application(cast, state=State.SUBMITTED)
    Member.objects.create(
        enterprise=cast.enterprise,
        user=cast.verifier,
        role="helper",
        since=clock.now(),
        until=clock.now(),
    )
    assert press(cast.verifier, file, "start_review").status_code == 403


def test_a_stage_of_another_role_says_whose_it_is() -> None:
    cast = cast_of()
    file = make_application(cast, stage="recommendation")
    page = web_client(cast.verifier).get(address(file))
    assert actions_on(page) == []
    assert "Tahap ini dikerjakan analis." in text_of(page)
    assert press(cast.verifier, file, "recommend", reason="Layak.").status_code == 403
