"""What officials write to each other reaches no page or endpoint of the applicant's."""

from typing import Any

import pytest

from accounts.enums import Role
from applications.admin.application_page.post import last_change
from applications.models import Application
from applications.services.transitions import perform
from common.dates import clock
from enterprises.models import Member
from notifications.models import OutboxMessage
from tests.api.client import V1, client_for
from tests.applications.admin.backoffice import HOME, address, press, text_of
from tests.clients import web_client
from tests.factories.accounts import OfficialFactory
from tests.factories.programs import Cast, cast_of, make_application

pytestmark = pytest.mark.django_db
WORD = "bisik-bisik"
SAID = f"Hanya untuk rekan: {WORD}."
DECIDED = "Alasan yang dibaca pelaku usaha."


def judged(cast: Cast, *, decision: str = "", opinion: str = "negative") -> Application:
    """Bring an application to its decision, each official writing to the next."""
    application = make_application(cast, state="submitted")
    steps: list[tuple[Any, str, dict[str, str]]] = [
        (cast.verifier, "start_review", {}),
        (cast.verifier, "pass_stage", {}),
        (cast.verifier, "pass_stage", {}),
        (cast.analyst, "recommend", {"opinion": opinion}),
    ]
    for actor, name, data in steps:
        perform(actor, application.pk, name, reason=SAID, data=data)
    if decision:
        perform(cast.decider, application.pk, decision, reason=DECIDED)
    application.refresh_from_db()
    return application


def history(user: Any, application: Application) -> list[dict[str, Any]]:
    answer = client_for(user).get(f"{V1}/applications/{application.pk}/")
    assert answer.status_code == 200
    rows: list[dict[str, Any]] = answer.json()["history"]
    return rows


@pytest.mark.parametrize("decision", ["", "approve", "reject"])
def test_the_applicant_reads_the_decision_and_nothing_from_inside(decision: str) -> None:
    cast = cast_of()
    application = judged(cast, decision=decision)
    reasons = {row["transition"]: row["reason"] for row in history(cast.owner, application)}
    inside = {"submit": "", "start_review": "", "pass_stage": "", "recommend": ""}
    assert reasons == inside | ({decision: DECIDED} if decision else {})
    assert {"opinion", "against_recommendation"} & {*history(cast.owner, application)[-1]} == set()


@pytest.mark.parametrize("decision", ["", "approve", "reject"])
def test_no_door_of_the_applicant_says_it(decision: str) -> None:
    cast = cast_of()
    application = judged(cast, decision=decision)
    pages, api = web_client(cast.owner), client_for(cast.owner)
    for path in ("/", "/pengajuan/", *(f"/pengajuan/{application.pk}/{p}" for p in _PARTS)):
        body = pages.get(path).content.decode()
        assert WORD not in body, path
        assert "Belum layak" not in body, path
    for path in ("", f"{application.pk}/"):
        body = api.get(f"{V1}/applications/{path}").content.decode()
        assert WORD not in body, path
        assert "opinion" not in body, path
        assert "negative" not in body, path
    for message in OutboxMessage.objects.filter(recipient=cast.owner):
        assert WORD not in str(message.context), message.key


_PARTS = ("", "tanda-terima/", "angsuran/")


def test_the_applicants_own_act_is_answered_without_it() -> None:
    cast = cast_of()
    application = judged(cast)
    answer = client_for(cast.owner).post(
        f"{V1}/applications/{application.pk}/transitions/", {"name": "withdraw"}
    )
    assert answer.status_code == 200
    assert WORD not in answer.content.decode()
    assert "opinion" not in answer.content.decode()


def test_a_correction_asked_by_the_decider_shows_only_what_was_asked() -> None:
    cast = cast_of()
    application = judged(cast)
    perform(
        cast.decider,
        application.pk,
        "request_revision",
        reason="Foto KTP tidak terbaca.",
        data={"fields": ["documents.ktp"]},
    )
    page = web_client(cast.owner).get(f"/pengajuan/{application.pk}/")
    assert "Foto KTP tidak terbaca." in text_of(page)
    assert WORD not in page.content.decode()


@pytest.mark.parametrize(
    ("opinion", "decision", "is_against"),
    [("negative", "approve", True), ("positive", "approve", False), ("positive", "reject", True)],
)
def test_officials_read_reasons_and_direction(
    opinion: str, decision: str, is_against: bool
) -> None:
    cast = cast_of()
    application = judged(cast, decision=decision, opinion=opinion)
    rows = [
        (row["transition"], row["reason"], row["opinion"], row["against_recommendation"])
        for row in history(cast.verifier, application)
    ]
    assert rows == [
        ("submit", "", None, False),
        ("start_review", SAID, None, False),
        ("pass_stage", SAID, None, False),
        ("pass_stage", SAID, None, False),
        ("recommend", SAID, opinion, False),
        (decision, DECIDED, None, is_against),
    ]


def member(cast: Cast, *, left: bool) -> Any:
    """Return a decider of the region who acts, or acted, for the enterprise."""
    now = clock.now()
    official = OfficialFactory(role=Role.DECIDER)
    Member.objects.create(
        enterprise=cast.enterprise,
        user=official,
        role="helper",
        since=now,
        until=now if left else None,
    )
    return official


@pytest.mark.parametrize("left", [False, True])
def test_an_official_of_the_own_enterprise_does_not_read_it_either(left: bool) -> None:
    cast = cast_of()
    application = judged(cast)
    official = member(cast, left=left)
    pages = web_client(official)
    for path in (address(application), HOME, "/admin/applications/application/", f"{HOME}?tab=all"):
        body = pages.get(path).content.decode()
        assert WORD not in body, path
        assert "Belum layak" not in body, path
        assert "belum layak" not in body, path
    rows = history(official, application)
    assert {(row["reason"], row.get("opinion")) for row in rows} <= {("", None)}
    assert "belum layak" not in last_change(official, application)
    stale = press(official, application, "recommend", stage="recommendation", reason=DECIDED)
    assert stale.status_code == 409
    assert "belum layak" not in stale.content.decode()


def test_the_queue_says_the_direction_to_who_decides() -> None:
    cast = cast_of()
    application = judged(cast)
    (row,) = client_for(cast.decider).get(f"{V1}/queue/").json()["results"]
    assert (row["id"], row["opinion"]) == (application.pk, "negative")
    waiting = make_application(cast_of(), state="submitted")
    rows = client_for(cast.verifier).get(f"{V1}/queue/").json()["results"]
    assert [(row["id"], row["opinion"]) for row in rows] == [(waiting.pk, None)]
