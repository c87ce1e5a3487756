"""What the API says of an objection and of a lapse, and that nobody performs either by it."""

from datetime import datetime
from typing import Any

import pytest
import time_machine

from applications.models import Objection
from applications.services.lapsing import attend_corrections
from applications.services.objections import answer_objection
from applications.shared.personal_data import personal_data
from common.dates import clock
from common.dates.clock import JAKARTA
from enterprises.services.registration import open_membership
from programs.enums import State
from tests.api.client import V1, client_for, photo
from tests.factories.accounts import UserFactory
from tests.factories.objections import ANSWER, GROUNDS, objected, refused, reviewed
from tests.factories.programs import Cast, cast_of, make_application

pytestmark = pytest.mark.django_db


def seen(cast: Cast, pk: int) -> dict[str, Any]:
    return dict(client_for(cast.owner).get(f"{V1}/applications/{pk}/").json())


def test_the_detail_tells_of_the_objection() -> None:
    cast, objection = objected()
    told = seen(cast, objection.application_id)["objection"]
    assert told["state"] == "filed"
    assert told["delivered_on"] == told["filed_on"] == clock.today().isoformat()
    assert told["due_on"] == objection.due_on.isoformat()
    waiting = make_application(state=State.SUBMITTED)
    officer = client_for(cast.verifier).get(f"{V1}/applications/{waiting.pk}/").json()
    assert officer["objection"] is None


def test_a_reopened_file_keeps_its_history_and_offers_the_decision() -> None:
    cast, objection = reviewed()
    answer_objection(cast.decider, objection.pk, upheld=True, answer=ANSWER)
    told = seen(cast, objection.application_id)
    assert (told["state"], told["stage"], told["whose_turn"]) == ("in_review", "decision", "office")
    last = told["history"][-1]
    assert (last["transition"], last["actor_role"], last["reason"]) == ("reopen", "system", ANSWER)
    assert told["objection"]["state"] == "upheld"
    officer = client_for(cast.decider).get(f"{V1}/applications/{objection.application_id}/").json()
    assert {"approve", "reject"} <= {*officer["allowed_transitions"]}


@pytest.mark.parametrize("name", ["reopen", "lapse"])
def test_no_person_performs_what_belongs_to_the_system(name: str) -> None:
    cast = cast_of()
    if name == "reopen":
        _cast, application = refused(cast)
    else:
        application = make_application(cast, state=State.REVISION_REQUESTED)
    for person in (cast.owner, cast.verifier, cast.decider):
        client = client_for(person)
        answer = client.post(
            f"{V1}/applications/{application.pk}/transitions/",
            {"name": name, "reason": "Alasan yang cukup."},
        )
        assert answer.status_code == 403
        assert answer.json()["errors"][0]["code"] == "system_only"
        listed = client.get(f"{V1}/applications/{application.pk}/").json()["allowed_transitions"]
        assert name not in listed


def test_a_lapsed_file_is_found_by_its_own_filter() -> None:
    cast = cast_of()
    with time_machine.travel(datetime(2026, 11, 2, 9, tzinfo=JAKARTA), tick=True):
        make_application(cast, state=State.WITHDRAWN)
        application = make_application(cast, state=State.REVISION_REQUESTED)
    for day in (9, 13, 17):
        with time_machine.travel(datetime(2026, 11, day, 6, 20, tzinfo=JAKARTA), tick=True):
            attend_corrections()
    client = client_for(cast.owner)
    found = client.get(f"{V1}/applications/?state=lapsed").json()["results"]
    assert [(row["id"], row["state"], row["lapsed"]) for row in found] == [
        (application.pk, "withdrawn", True)
    ]
    assert len(client.get(f"{V1}/applications/?state=withdrawn").json()["results"]) == 2
    told = seen(cast, application.pk)
    assert (told["lapsed"], told["word"]) == (True, "Ditutup karena tidak dijawab")


def test_the_owner_objects_as_json_and_as_a_form(files_in_this_process: None) -> None:
    cast, application = refused(delivered_on=clock.today())
    address = f"{V1}/applications/{application.pk}/objections/"
    client = client_for(cast.owner)
    helper = UserFactory(is_helper=True)
    open_membership(helper, application.enterprise, channel="api")
    for person, status in ((helper, 403), (cast.decider, 403), (UserFactory(), 404)):
        assert client_for(person).post(address, {"grounds": GROUNDS}).status_code == status
    for wrong in ({}, {"grounds": ""}, {"grounds": 7}, {"grounds": "tidak"}, {"grounds": "\x00"}):
        assert client.post(address, wrong).status_code == 400
    form = {"grounds": GROUNDS, "file": photo()}
    answer = client.post(address, form, format="multipart")
    assert (answer.status_code, answer.json()["objection"]["state"]) == (201, "filed")
    objection = Objection.objects.get()
    assert objection.attachment is not None
    again = client.post(address, {"grounds": GROUNDS})
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "objection_exists")
    kept = personal_data(cast.owner)["Pengajuan dan permohonan"][0]["Keberatan"]
    assert [each["Alasan keberatan"] for each in kept] == [GROUNDS]


def test_an_objection_sent_twice_under_one_key_is_one() -> None:
    cast, application = refused(delivered_on=clock.today())
    address = f"{V1}/applications/{application.pk}/objections/"
    client = client_for(cast.owner)
    answers = [
        client.post(address, {"grounds": GROUNDS}, headers={"Idempotency-Key": "keberatan-1"})
        for _time in range(2)
    ]
    assert [each.status_code for each in answers] == [201, 201]
    assert Objection.objects.count() == 1
