"""What the queue does with ticked rows, and the outcome it shows for each."""

from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import User
from applications.admin.queue import bulk
from applications.models import Application
from applications.services.claims import release, take
from common.admin.outcomes import Outcome, Outcomes
from programs.enums import State
from tests.applications.admin.backoffice import HOME, address, text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.programs import cast_of, make_application

pytestmark = pytest.mark.django_db
HELD = "dipegang Rina Wulandari"


def submitted(regency: str = "35.78") -> Application:
    return make_application(cast_of(regency), state=State.SUBMITTED)


def act(user: User, do: str, *files: Application, **data: Any) -> Outcomes | None:
    """Tick `files`, press the button `do`, and return the outcomes that the page shows."""
    stages = {f"stage-{f.pk}": f.stage.code if f.stage else "completeness" for f in files}
    answer = web_client(user).post(
        HOME, {"do": do, "file": [file.pk for file in files], **stages, **data}, follow=True
    )
    assert answer.status_code == 200
    found: Outcomes | None = answer.context["outcomes"]
    return found


def row(file: Application, what: str, *, is_done: bool = False) -> Outcome:
    file.refresh_from_db()
    place = f"?antrean=tab%3Dmine&batas={file.due_on}"
    return Outcome(file.number, address(file) + place, what, is_done)


def done(file: Application, what: str) -> Outcome:
    return row(file, what, is_done=True)


def test_ticked_files_are_claimed_each_with_its_outcome() -> None:
    free, held, own, far = submitted(), submitted(), submitted(), submitted("35.15")
    mine, colleague = OfficialFactory(), OfficialFactory(name="Rina Wulandari")
    take(colleague, held.pk)
    take(mine, own.pk)
    assert act(mine, "take", free, held, own, far) == Outcomes(
        "1 dari 4 berkas diambil.",
        [
            done(free, "diambil"),
            row(held, HELD),
            row(own, "sudah Anda pegang"),
            Outcome("", "", "Pengajuan tidak ditemukan."),
        ],
    )
    for file in (free, held, far):
        file.refresh_from_db()
    assert [free.claimed_by, held.claimed_by, far.claimed_by] == [mine, colleague, None]
    assert (free.state, far.state) == (State.IN_REVIEW, State.SUBMITTED)


def test_the_outcomes_are_shown_once() -> None:
    file, client = submitted(), web_client(OfficialFactory())
    page = client.post(HOME, {"do": "take", "file": [file.pk]}, follow=True)
    assert "1 dari 1 berkas diambil." in text_of(page)
    assert f"{file.number} : diambil" in text_of(page)
    assert client.get(HOME).context["outcomes"] is None


def test_all_of_the_page_are_claimed_without_a_tick() -> None:
    files = [submitted(), submitted()]
    official = OfficialFactory()
    page = web_client(official).get(HOME)
    assert page.content.decode().count('name="shown"') == 2
    take(official, files[1].pk)
    outcomes = act(official, "take_page", shown=[file.pk for file in files])
    assert outcomes == Outcomes(
        "1 dari 2 berkas diambil.",
        [done(files[0], "diambil"), row(files[1], "sudah Anda pegang")],
    )


def test_stages_that_only_pass_on_are_passed_and_no_others() -> None:
    verifier = OfficialFactory()
    OfficialFactory(user=verifier, role=Role.ANALYST)
    both = User.objects.get(pk=verifier.pk)
    cast = cast_of()
    cast.verifier = both
    complete = make_application(cast, stage="completeness")
    recommended = make_application(cast_of(), stage="recommendation")
    held_cast, waiting = cast_of(), submitted()
    held = make_application(held_cast, stage="verification")
    release(held_cast.verifier, held.pk)
    take(OfficialFactory(name="Rina Wulandari"), held.pk)
    assert act(both, "pass", complete, recommended, waiting, held) == Outcomes(
        "1 dari 4 berkas diloloskan.",
        [
            done(complete, "diloloskan ke tahap verifikasi"),
            row(recommended, "Tindakan ini bukan untuk tahap sekarang."),
            row(waiting, "Pemeriksaannya belum dimulai. Ambil dulu berkasnya."),
            row(held, HELD),
        ],
    )
    complete.refresh_from_db()
    assert complete.stage is not None
    assert complete.stage.code == "verification"


def test_a_second_press_does_not_pass_a_second_stage() -> None:
    cast = cast_of()
    file = make_application(cast, stage="completeness")
    completeness, now = file.stage, "tahap verifikasi"
    assert act(cast.verifier, "pass", file) == Outcomes(
        "1 dari 1 berkas diloloskan.", [done(file, f"diloloskan ke {now}")]
    )
    file.stage = completeness
    assert act(cast.verifier, "pass", file) == Outcomes(
        "0 dari 1 berkas diloloskan.", [row(file, f"sudah Anda loloskan sebelumnya, kini di {now}")]
    )
    file.refresh_from_db()
    assert file.stage is not None
    assert file.stage.code == "verification"


def test_without_the_stage_that_was_seen_nothing_passes() -> None:
    cast = cast_of()
    file = make_application(cast, stage="completeness")
    client = web_client(cast.verifier)
    page = client.post(HOME, {"do": "pass", "file": [file.pk]}, follow=True)
    assert [each.what for each in page.context["outcomes"].rows] == [
        "Berkas ini sudah berubah sejak Anda membukanya."
    ]


def test_ticked_files_are_handed_to_a_colleague() -> None:
    mine, colleague = OfficialFactory(), OfficialFactory(name="Rina Wulandari")
    own, held = submitted(), submitted()
    take(mine, own.pk)
    take(OfficialFactory(name="Agus Prasetyo"), held.pk)
    page = web_client(mine).get(HOME)
    assert "Rina Wulandari" in [person.name for person in page.context["colleagues"]]
    outcomes = act(mine, "hand_over", own, held, receiver=colleague.pk)
    assert outcomes == Outcomes(
        "1 dari 2 berkas diserahkan.",
        [done(own, "diserahkan kepada Rina Wulandari"), row(held, "dipegang Agus Prasetyo")],
    )
    own.refresh_from_db()
    assert own.claimed_by == colleague


def test_handing_over_needs_a_colleague() -> None:
    file, client = submitted(), web_client(OfficialFactory())
    page = client.post(HOME, {"do": "hand_over", "file": [file.pk], "receiver": ""}, follow=True)
    assert "Pilih rekan yang akan menerima berkas." in text_of(page)
    assert page.context["outcomes"] is None


@pytest.mark.parametrize("do", ["take", "take_page", "pass", "hand_over"])
def test_without_a_tick_nothing_happens(do: str) -> None:
    page = web_client(OfficialFactory()).post(
        HOME, {"do": do, "file": ["x", "-1", ""]}, follow=True
    )
    assert "Centang dulu berkasnya." in text_of(page)


def test_more_than_fifty_are_refused_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 1)
    files = [submitted(), submitted()]
    client = web_client(OfficialFactory())
    page = client.post(HOME, {"do": "take", "file": [file.pk for file in files]}, follow=True)
    assert "Paling banyak 1 berkas sekaligus." in text_of(page)
    assert Application.objects.filter(claimed_by__isnull=False).count() == 0


def test_decisions_are_never_made_in_bulk() -> None:
    cast = cast_of()
    file = make_application(cast, stage="decision")
    for do in ("approve", "reject", "recommend", "nonsense", ""):
        page = web_client(cast.decider).post(HOME, {"do": do, "file": [file.pk]}, follow=True)
        assert "Tindakan ini tidak dikenal." in text_of(page)
    outcomes = act(cast.decider, "pass", file)
    assert outcomes is not None
    assert [each.what for each in outcomes.rows] == ["Tindakan ini bukan untuk tahap sekarang."]
    file.refresh_from_db()
    assert (file.state, file.claimed_by) == (State.IN_REVIEW, None)


def test_who_only_reads_is_offered_no_action() -> None:
    submitted()
    staff = OfficialFactory(role=Role.STAFF, regency=None)
    assert 'name="do"' not in web_client(staff).get(HOME).content.decode()
