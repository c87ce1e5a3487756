"""The owner's turn outside the portal by API."""

import pytest

from applications.models import OutsideStep
from tests.api.client import V1, client_for, photo
from tests.factories.outside import to_bank
from tests.factories.programs import cast_of

pytestmark = pytest.mark.django_db
_UNREADABLE = (
    rb'{"result": "done", "note": "a\ud800b"}',
    rb'{"result": "done", "note": "a\u0000b"}',
    b'{"note": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
)


def test_it_is_read_reported_once_and_read_by_officials(files_in_this_process: None) -> None:
    cast, application = to_bank()
    owner, path = client_for(cast.owner), f"{V1}/applications/{application.pk}/"
    waiting = owner.get(path).json()
    outside = waiting["outside"]
    assert (outside["stage"], outside["reports"]) == ("bank-receipt", [])
    assert outside["due_on"] == waiting["due_on"]
    assert (outside["needs_number"], outside["may_decline"]) == (False, True)
    body = {"result": "done", "number": "b-9", "note": "Sudah.", "file": photo()}
    answers = [
        owner.post(
            f"{path}outside/",
            {**body, "file": photo()},
            format="multipart",
            headers={"Idempotency-Key": "once"},
        )
        for _again in range(2)
    ]
    assert [each.status_code for each in answers] == [201, 201]
    assert OutsideStep.objects.filter(reported_at__isnull=False).count() == 1
    said = answers[0].json()
    assert (said["whose_turn"], said["outside"]["stage"]) == ("partner", None)
    report = client_for(cast.decider).get(path).json()["outside"]["reports"][0]
    assert (report["number"], report["result"]) == ("B-9", "done")
    file = f"{path}documents/{report['document']}/"
    assert client_for(cast.decider).get(file).status_code == 200
    again = owner.post(f"{path}outside/", {"result": "done"})
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "already_reported")


def test_hostile_reports_are_refused_in_words() -> None:
    cast, application = to_bank()
    path = f"{V1}/applications/{application.pk}/outside/"
    owner = client_for(cast.owner)
    for body, field in (
        ({}, "result"),
        ({"result": "maybe"}, "result"),
        ({"result": 1}, "result"),
        ({"result": "done", "number": 5}, "number"),
        ({"result": "done", "number": "x" * 61}, "number"),
        ({"result": "done", "number": "3578012345678901"}, "number"),
        ({"result": "done", "note": "x" * 1001}, "note"),
        ({"result": "done", "file": "teks"}, "file"),
    ):
        answer = owner.post(path, body)
        assert answer.status_code == 400, (body, answer.json())
        assert [error["field"] for error in answer.json()["errors"]] == [field]
    for raw in (b"\xff\xfe", b"[]", b"null", b'"x"', *_UNREADABLE):
        answer = owner.generic("POST", path, raw, content_type="application/json")  # type: ignore[arg-type]
        assert answer.status_code == 400, raw
    assert client_for(cast_of().owner).post(path, {"result": "done"}).status_code == 404
    assert client_for(cast.decider).post(path, {"result": "done"}).status_code == 403
    assert not OutsideStep.objects.filter(reported_at__isnull=False).exists()
