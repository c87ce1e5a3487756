"""A stage outside the office is the same everywhere: whose turn it is, and nobody is late."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from common.dates import clock
from programs.enums import Opinion, State
from programs.models import Stage
from tests.api.client import V1, client_for
from tests.applications.admin.backoffice import HOME, address, text_of
from tests.clients import web_client
from tests.factories.programs import Cast, cast_of, make_application

pytestmark = pytest.mark.django_db
LATER = timedelta(days=60)


@pytest.fixture
def cast() -> Cast:
    return cast_of()


def outside(code: str, *, waits_for_applicant: bool) -> None:
    """Make a stage of the scheme one of an outside party, before anyone applies under it."""
    stages = Stage.objects.filter(edition__scheme__code="kur-mikro", code=code)
    stages.update(is_outside=True, waits_for_applicant=waits_for_applicant)


def as_json(user: Any, pk: int) -> dict[str, Any]:
    body: dict[str, Any] = client_for(user).get(f"{V1}/applications/{pk}/").json()
    return body


@pytest.mark.parametrize(
    ("is_applicants", "turn", "label", "own", "step"),
    [
        (True, "applicant", "Giliran pelaku usaha", "Giliran Anda", "sekarang: pelaku usaha"),
        (False, "partner", "Giliran bank", "Giliran bank", "sekarang"),
    ],
)
def test_one_turn_on_queue_file_own_page_and_api(
    cast: Cast, is_applicants: bool, turn: str, label: str, own: str, step: str
) -> None:
    outside("verification", waits_for_applicant=is_applicants)
    file = make_application(cast, stage="verification")
    assert f"{label} · di luar dinas" in text_of(web_client(cast.verifier).get(HOME))
    page = text_of(web_client(cast.decider).get(address(file)))
    assert label in page
    assert f"Verifikasi {step} · di luar dinas" in page
    assert "Tahap ini berlangsung di luar dinas; hasilnya dicatat verifikator." in page
    assert own in text_of(web_client(cast.owner).get(f"/pengajuan/{file.pk}/"))
    for person in (cast.owner, cast.verifier):
        assert as_json(person, file.pk)["whose_turn"] == turn
        listed = client_for(person).get(f"{V1}/applications/").json()["results"]
        assert [row["whose_turn"] for row in listed] == [turn]


def test_its_due_date_makes_nobody_late(cast: Cast) -> None:
    outside("verification", waits_for_applicant=True)
    file = make_application(cast, stage="verification")
    with time_machine.travel(clock.now() + LATER, tick=True):
        assert file.due_on is not None
        queue = web_client(cast.verifier).get(HOME)
        page = web_client(cast.verifier).get(address(file))
        for seen in (queue, page):
            assert "perkiraan" in text_of(seen)
            assert 'due-late"' not in seen.content.decode()
        own = web_client(cast.owner)
        for path in ("/", f"/pengajuan/{file.pk}/"):
            assert "terlambat" not in text_of(own.get(path))
        for overdue, numbers in (("true", []), ("false", [file.number])):
            answer = client_for(cast.verifier).get(f"{V1}/queue/", {"overdue": overdue}).json()
            assert [row["number"] for row in answer["results"]] == numbers


def test_what_the_applicant_does_after_the_decision_is_their_turn(cast: Cast) -> None:
    outside("bank-receipt", waits_for_applicant=True)
    file = make_application(cast, state=State.APPROVED, opinion=Opinion.POSITIVE)
    page = text_of(web_client(cast.decider).get(address(file)))
    assert "Giliran pelaku usaha" in page
    assert "Membawa berkas ke bank berikutnya: pelaku usaha · di luar dinas" in page
    own = text_of(web_client(cast.owner).get(f"/pengajuan/{file.pk}/"))
    assert "Giliran Anda." in own
    assert "Dinas meminta perbaikan" not in own
    assert as_json(cast.owner, file.pk)["whose_turn"] == "applicant"
