"""What every scheme has in common, from the public page to the decision, through HTTP alone."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from accounts.enums import Role
from accounts.models import User
from applications.models import Application
from applications.permissions import review_stages
from common.dates import clock
from programs.enums import StageExit
from programs.models import Edition
from programs.selectors.catalogue import edition_on
from tests.api.client import V1, client_for, photo
from tests.applications.admin.backoffice import text_of
from tests.clients import web_client
from tests.factories.schemes import applicant_of, fitting_answers, official_for

REASON = "Lengkap dan sesuai."
RECOMMENDATION = "Keterangan cocok dengan berkas."


def send(user: User, pk: int, name: str, **body: Any) -> dict[str, Any]:
    answer = client_for(user).post(f"{V1}/applications/{pk}/transitions/", {"name": name, **body})
    assert answer.status_code == 200, (name, answer.json())
    return dict(answer.json())


def leave(
    official: User,
    pk: int,
    stage_exit: str,
    *,
    opinion: str = "positive",
    decision: str = "approve",
) -> dict[str, Any]:
    """Leave a stage by its exit, with that opinion or decision where it asks for one."""
    if stage_exit == StageExit.RECOMMEND:
        data = {"opinion": opinion}
        return send(official, pk, "recommend", reason=RECOMMENDATION, data=data)
    name = decision if stage_exit == StageExit.DECIDE else "pass_stage"
    return send(official, pk, name, reason=REASON)


def is_looked_up_and_prechecked(code: str, edition: Edition) -> None:
    """Open the public page, answer every question of the pre-check, and open its result."""
    visitor = Client()
    page = visitor.get(f"/program/{code}/")
    assert page.status_code == 200
    assert edition.scheme.name in text_of(page)
    assert visitor.get(f"/program/{code}/cek/").status_code == 200
    typed = {
        name: {True: "ya", False: "tidak"}.get(value, value) if isinstance(value, bool) else value
        for name, value in fitting_answers(edition).items()
    }
    answer = visitor.post(f"/program/{code}/cek/", typed)
    assert answer.status_code == 302, text_of(answer)
    assert visitor.get(answer.headers["Location"]).status_code == 200


def filled_draft(code: str, edition: Edition) -> tuple[User, int]:
    """Write an application of a fitting applicant, with its answers and documents."""
    owner, enterprise = applicant_of(code)
    client = client_for(owner)
    created = client.post(
        f"{V1}/applications/",
        {"scheme": code, "enterprise": enterprise.pk, "answers": fitting_answers(edition)},
    )
    assert created.status_code == 201, created.json()
    pk = created.json()["id"]
    for row in created.json()["documents"]:
        if row["required"]:
            body = {"requirement": row["requirement"], "file": photo()}
            address = f"{V1}/applications/{pk}/documents/"
            assert client.post(address, body, format="multipart").status_code == 201
    return owner, pk


def sent_application(code: str, edition: Edition) -> tuple[User, int]:
    """Write such an application and submit it."""
    owner, pk = filled_draft(code, edition)
    sent = send(owner, pk, "submit", data={"declaration": True})
    assert (sent["state"], sent["whose_turn"]) == ("submitted", "office")
    return owner, pk


@dataclass(frozen=True)
class Decided:
    """An approved file, who it is of, and the official who approved it."""

    pk: int
    owner: User
    official: User


def is_decided(code: str) -> Decided:
    """Go from the public page to the decision: each stage by a person of its role, and by another
    person where the edition requires one.
    """
    edition = edition_on(code, clock.today())
    is_looked_up_and_prechecked(code, edition)
    owner, pk = sent_application(code, edition)
    return is_reviewed(code, owner, pk)


def is_reviewed(code: str, owner: User, pk: int) -> Decided:
    """Bring a submitted file through its stages to its approval."""
    pages = Client()
    pages.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    application = Application.objects.get(pk=pk)
    people: dict[str, User] = {}
    for number, stage in enumerate(review_stages(application)):
        if stage.second_person or stage.role not in people:
            people[stage.role] = official_for(code, stage)
        official = people[stage.role]
        if number == 0:
            send(official, pk, "start_review")
        seen = client_for(owner).get(f"{V1}/applications/{pk}/").json()
        assert (seen["state"], seen["stage"]) == ("in_review", stage.code)
        assert seen["whose_turn"] == (stage.outside_turn or "office")
        assert pages.get(f"/pengajuan/{pk}/").status_code == 200
        queue = client_for(official).get(f"{V1}/queue/").json()["results"]
        assert pk in [row["id"] for row in queue]
        if stage.role != Role.HELPER:
            # Helpers work on their own pages and through the API, not in the back office.
            page = web_client(official).get(f"/admin/applications/application/{pk}/change/")
            assert page.status_code == 200
            assert stage.name in text_of(page)
        leave(official, pk, stage.exit)
    seen = client_for(owner).get(f"{V1}/applications/{pk}/").json()
    assert seen["state"] == "approved"
    assert seen["outcome"]["word"] == next(
        word.word_id for word in application.edition.outcome_words.all() if word.state == "approved"
    )
    assert seen["outcome"]["word"] in text_of(pages.get(f"/pengajuan/{pk}/"))
    return Decided(pk, owner, official)
