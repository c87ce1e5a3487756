"""An application through the API, from draft to decision."""

from typing import Any

import pytest

from tests.api.client import V1, client_for, photo
from tests.factories.programs import ANSWERS, Cast, cast_of

pytestmark = pytest.mark.django_db


def begin(cast: Cast) -> dict[str, Any]:
    answer = client_for(cast.owner).post(
        f"{V1}/applications/",
        {"scheme": "kur-mikro", "enterprise": cast.enterprise.pk, "answers": {}},
    )
    assert answer.status_code == 201, answer.json()
    return dict(answer.json())


def move(user: Any, pk: int, name: str, **body: Any) -> Any:
    return client_for(user).post(f"{V1}/applications/{pk}/transitions/", {"name": name, **body})


def test_from_draft_to_referral() -> None:
    cast = cast_of()
    owner = client_for(cast.owner)
    draft = begin(cast)
    pk = draft["id"]
    assert (draft["state"], draft["stage"], draft["whose_turn"]) == ("draft", None, "applicant")
    assert draft["allowed_transitions"] == ["submit", "withdraw"]
    assert draft["outcome"] is None

    early = move(cast.owner, pk, "submit", data={"declaration": True})
    assert early.status_code == 400
    fields = {entry["field"] for entry in early.json()["errors"]}
    assert {"answers.requested_amount", "documents.ktp", "documents.sales_note"} <= fields

    saved = owner.patch(f"{V1}/applications/{pk}/", {"answers": dict(ANSWERS)})
    assert saved.status_code == 200
    assert saved.json()["answers"] == dict(ANSWERS)
    for row in saved.json()["documents"]:
        if row["required"]:
            sent = owner.post(
                f"{V1}/applications/{pk}/documents/",
                {"requirement": row["requirement"], "file": photo()},
                format="multipart",
            )
            assert sent.status_code == 201, sent.json()
            assert sent.json()["status"] == "uploaded"

    submitted = move(cast.owner, pk, "submit", data={"declaration": True})
    assert submitted.status_code == 200, submitted.json()
    assert submitted.json()["state"] == "submitted"
    assert submitted.json()["whose_turn"] == "office"
    assert submitted.json()["working_days_left"] == 1
    assert {row["status"] for row in submitted.json()["documents"]} == {"frozen", "missing"}

    waiting = client_for(cast.verifier).get(f"{V1}/queue/").json()["results"]
    assert [row["number"] for row in waiting] == [draft["number"]]
    steps = [
        (cast.verifier, "start_review", "in_review", "completeness"),
        (cast.verifier, "pass_stage", "in_review", "verification"),
        (cast.verifier, "pass_stage", "in_review", "recommendation"),
        (cast.analyst, "recommend", "in_review", "decision"),
        (cast.decider, "approve", "approved", None),
    ]
    for actor, name, state, stage in steps:
        data = {"opinion": "positive"} if name == "recommend" else {}
        answer = move(actor, pk, name, reason="Lengkap dan sesuai.", data=data)
        assert answer.status_code == 200, (name, answer.json())
        assert (answer.json()["state"], answer.json()["stage"]) == (state, stage)

    seen = owner.get(f"{V1}/applications/{pk}/").json()
    assert seen["whose_turn"] == "applicant"
    assert seen["outcome"]["state"] == "approved"
    assert seen["outcome"]["word"] == "Siap dibawa ke bank"
    assert [row["transition"] for row in seen["history"]] == ["submit", *[s[1] for s in steps]]
    assert [row["actor_role"] for row in seen["history"]] == [
        "owner",
        "verifier",
        "verifier",
        "verifier",
        "analyst",
        "decider",
    ]
    assert seen["allowed_transitions"] == []


def test_a_correction_names_its_fields_and_comes_back_to_the_same_stage() -> None:
    cast = cast_of()
    pk = begin(cast)["id"]
    owner = client_for(cast.owner)
    owner.patch(f"{V1}/applications/{pk}/", {"answers": dict(ANSWERS)})
    for code in ("ktp", "kk", "nib_or_sku", "business_photo", "sales_note"):
        owner.post(
            f"{V1}/applications/{pk}/documents/",
            {"requirement": code, "file": photo()},
            format="multipart",
        )
    move(cast.owner, pk, "submit", data={"declaration": True})
    move(cast.verifier, pk, "start_review")
    answer = move(
        cast.verifier,
        pk,
        "request_revision",
        reason="Foto KTP kabur.",
        data={"fields": ["documents.ktp", "answers.tenor_months"]},
    )
    assert answer.status_code == 200, answer.json()

    seen = owner.get(f"{V1}/applications/{pk}/").json()
    assert (seen["state"], seen["stage"]) == ("revision_requested", "completeness")
    assert seen["correction"]["reason"] == "Foto KTP kabur."
    assert seen["correction"]["fields"] == ["documents.ktp", "answers.tenor_months"]
    rows = {row["requirement"]: row for row in seen["documents"]}
    assert rows["ktp"]["status"] == "to_correct"
    assert rows["kk"]["status"] == "frozen"

    owner.patch(f"{V1}/applications/{pk}/", {"answers": {"tenor_months": 12}})
    again = move(cast.owner, pk, "submit", data={"declaration": True})
    assert (again.json()["state"], again.json()["stage"]) == ("in_review", "completeness")
