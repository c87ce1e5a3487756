"""Files of an application through the API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from applications.models import Application
from common.dates import clock
from common.files.uploads import accept_upload
from enterprises.models import Enterprise, Member
from tests.api.client import V1, client_for, faults, photo
from tests.factories.accounts import UserFactory
from tests.factories.objections import GROUNDS, refused
from tests.factories.outside import to_bank
from tests.factories.programs import Cast, cast_of, make_application
from tests.simultaneous import run_together

pytestmark = pytest.mark.django_db


def one(application: Application) -> str:
    return f"{V1}/applications/{application.pk}/"


def send(user: Any, application: Application, **body: Any) -> Any:
    given = {"requirement": "ktp", "file": photo(), **body}
    given = {name: value for name, value in given.items() if value is not None}
    return client_for(user).post(f"{one(application)}documents/", given, format="multipart")


def test_upload_and_fetch() -> None:
    cast = cast_of()
    draft = make_application(cast, documents=False)
    sent = send(cast.owner, draft)
    assert sent.status_code == 201
    row = sent.json()
    assert (row["requirement"], row["status"], row["filename"]) == (
        "ktp",
        "uploaded",
        "foto.jpg",
    )
    for user, status in ((cast.owner, 200), (cast.verifier, 404), (None, 401)):
        assert client_for(user).get(row["url"]).status_code == status
    fetched: Any = client_for(cast.owner).get(row["url"])
    assert fetched["Content-Type"] == "image/jpeg"
    assert fetched["Content-Disposition"].startswith("attachment")
    assert fetched["X-Content-Type-Options"] == "nosniff"
    assert fetched["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(fetched.streaming_content).startswith(b"\xff\xd8")


def test_a_draft_file_is_taken_off_once() -> None:
    cast = cast_of()
    draft = make_application(cast, documents=False)
    url = send(cast.owner, draft).json()["url"]
    assert client_for(cast.verifier).delete(url).status_code == 404
    assert client_for(cast.owner).delete(url).status_code == 204
    again = client_for(cast.owner).delete(url)
    assert (again.status_code, faults(again)) == (404, [("unknown_document", None)])


def test_what_is_no_picture_is_refused() -> None:
    cast = cast_of()
    draft = make_application(cast, documents=False)
    page = photo()
    page.seek(0)
    page.truncate()
    page.write(b"<html><script>alert(1)</script></html>")
    page.seek(0)
    assert send(cast.owner, draft, file=page).status_code == 415
    empty = photo()
    empty.truncate(0)
    empty.seek(0)
    assert send(cast.owner, draft, file=empty).status_code == 400


def test_too_large_a_file_is_413(settings: Any) -> None:
    settings.DOCUMENT_MAX_BYTES = 100
    cast = cast_of()
    draft = make_application(cast, documents=False)
    assert send(cast.owner, draft).status_code == 413


def test_bad_forms() -> None:
    cast = cast_of()
    draft = make_application(cast, documents=False)
    unknown = send(cast.owner, draft, requirement="passport")
    assert (unknown.status_code, faults(unknown)) == (
        400,
        [("unknown_requirement", "requirement")],
    )
    absent = send(cast.owner, draft, file=None)
    assert (absent.status_code, faults(absent)) == (400, [("required", "file")])
    text = send(cast.owner, draft, file="text")
    assert (text.status_code, [f for _c, f in faults(text)]) == (400, ["file"])
    json = client_for(cast.owner).post(f"{one(draft)}documents/", {"requirement": "ktp"})
    assert json.status_code == 415
    nul = send(cast.owner, draft, requirement="k\x00tp")
    assert nul.status_code == 400


def test_strangers_officials_and_sent_files() -> None:
    cast = cast_of()
    sent = make_application(cast, state="submitted")
    assert send(UserFactory(), sent).status_code == 404
    assert send(cast.verifier, sent).status_code == 403
    assert send(cast.owner, sent).status_code == 409


def test_a_repeated_key_stores_one_file() -> None:
    cast = cast_of()
    draft = make_application(cast, documents=False)
    client = client_for(cast.owner)
    answers = [
        client.post(
            f"{one(draft)}documents/",
            {"requirement": "business_photo", "file": photo()},
            format="multipart",
            HTTP_IDEMPOTENCY_KEY="foto-1",
        )
        for _press in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert draft.attachments.count() == 1


def test_a_repeated_key_tells_nothing_to_who_acts_no_more() -> None:
    cast = cast_of()
    draft = make_application(cast, documents=False)
    client = client_for(cast.owner)

    def press() -> Any:
        return client.post(
            f"{one(draft)}documents/",
            {"requirement": "business_photo", "file": photo()},
            format="multipart",
            HTTP_IDEMPOTENCY_KEY="foto-2",
        )

    assert press().status_code == 201
    Member.objects.filter(user=cast.owner).update(until=clock.now())
    again = press()
    assert (again.status_code, faults(again)) == (404, [("not_found", None)])


def draft_of() -> tuple[Cast, Application]:
    cast = cast_of()
    return cast, make_application(cast, documents=False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("made", "place", "body"),
    [
        (draft_of, "documents/", {"requirement": "ktp"}),
        (to_bank, "outside/", {"result": "done"}),
        (refused, "objections/", {"grounds": GROUNDS}),
    ],
)
def test_nothing_is_locked_while_a_file_is_cleaned(
    monkeypatch: pytest.MonkeyPatch,
    files_in_this_process: None,
    made: Callable[[], tuple[Cast, Application]],
    place: str,
    body: dict[str, str],
) -> None:
    """With a key one transaction encloses all of it; others work on the file meanwhile."""
    cast, application = made()
    seen: list[object] = []

    def locked_by_nobody() -> bool:
        for rows in (
            Application.objects.filter(pk=application.pk),
            Enterprise.objects.filter(pk=application.enterprise_id),
        ):
            try:
                rows.select_for_update(nowait=True).first()
            except DatabaseError:
                return False
        return True

    def accept_while_others_work(*args: Any, **options: Any) -> Any:
        seen.extend(run_together(transaction.atomic(locked_by_nobody)))
        return accept_upload(*args, **options)

    monkeypatch.setattr("enterprises.services.documents.accept_upload", accept_while_others_work)
    answer = client_for(cast.owner).post(
        f"{one(application)}{place}",
        {**body, "file": photo()},
        format="multipart",
        headers={"Idempotency-Key": "kunci"},
    )
    assert (answer.status_code, seen) == (201, [True])
