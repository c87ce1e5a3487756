"""Applications of people without a NIB: what lacks is said at once, and stops a submission."""

from typing import Any

import pytest
from django.test import Client

from applications.services.transitions import perform
from common.errors import InvalidInput
from financing.selectors.sikp import candidates
from financing.services.borrowers import store_particulars
from programs.enums import State
from programs.selectors.catalogue import edition_today
from programs.selectors.lacks import lacks_of
from tests.api.client import V1, client_for
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.programs import ANSWERS, Cast, cast_of, make_application, particulars

pytestmark = pytest.mark.django_db
LETTER: dict[str, Any] = {"nib": None, "sku_number": "470/12/2026"}
BEGINNER: dict[str, Any] = {
    "nib": None,
    "candidate": True,
    "founded_on": None,
    "annual_sales": None,
    "workers": None,
}


def signed_in(client: Client, people: Cast) -> Client:
    client.force_login(people.owner)
    return client


def test_a_letter_is_enough_for_kur_and_not_for_a_trademark_letter() -> None:
    enterprise = EnterpriseFactory(**LETTER)
    assert lacks_of(enterprise, edition_today("kur-mikro")) == []
    assert lacks_of(enterprise, edition_today("merek-umk")) == ["nib"]
    assert lacks_of(EnterpriseFactory(), edition_today("merek-umk")) == []


def test_a_beginner_lacks_nothing_for_a_migrant_workers_loan_nor_for_mentoring() -> None:
    enterprise = EnterpriseFactory(**BEGINNER)
    assert lacks_of(enterprise, edition_today("kur-pmi")) == []
    assert lacks_of(enterprise, edition_today("pendampingan-plut")) == []


def test_a_beginner_sends_an_application_for_a_migrant_workers_loan() -> None:
    people = cast_of(**BEGINNER)
    answers = {"has_work_contract": True, "contract_months": 24}
    codes = {question.code for question in edition_today("kur-pmi").questions.all()}
    draft = make_application(
        people,
        scheme="kur-pmi",
        answers={code: value for code, value in {**ANSWERS, **answers}.items() if code in codes},
    )
    store_particulars(people.owner, people.enterprise, particulars(), agrees=True)
    sent = perform(people.owner, draft.pk, "submit", data={"declaration": True})
    assert sent.state == State.SUBMITTED


def test_a_submission_names_the_field_that_lacks() -> None:
    people = cast_of(**LETTER)
    draft = make_application(people, state=State.DRAFT, scheme="merek-umk", answers={})
    with pytest.raises(InvalidInput) as refused:
        perform(people.owner, draft.pk, "submit", data={"declaration": True})
    errors = {error.field: error for error in refused.value.errors}
    assert errors["enterprise.nib"].code == "profile_missing"
    assert "oss.go.id" in str(errors["enterprise.nib"].message)


def test_kur_with_a_letter_is_submitted_and_goes_to_sikp_with_its_number() -> None:
    people = cast_of(**LETTER)
    application = make_application(people, state=State.SUBMITTED)
    assert application.state == State.SUBMITTED
    store_particulars(people.owner, people.enterprise, particulars(), agrees=True)
    (found,) = candidates([application])
    assert found.row is not None
    assert found.row["ijin_usaha"] == "SKU 470/12/2026"


def test_sikp_is_told_what_a_beginner_does_not_have() -> None:
    people = cast_of(**BEGINNER)
    draft = make_application(people, scheme="kur-pmi", answers={})
    store_particulars(people.owner, people.enterprise, particulars(), agrees=True)
    (found,) = candidates([draft])
    assert {finding.field for finding in found.findings if finding.code == "missing"} >= {
        "mulai_usaha",
        "ijin_usaha",
        "jml_pekerja",
    }


@pytest.mark.parametrize("fields", [LETTER, BEGINNER])
def test_every_page_of_a_person_without_nib_opens(client: Client, fields: dict[str, Any]) -> None:
    people = cast_of(**fields)
    draft = make_application(people, scheme="kur-pmi", answers={}, documents=False)
    signed_in(client, people)
    for path in (
        f"/pengajuan/{draft.pk}/",
        f"/pengajuan/{draft.pk}/periksa/",
        f"/usaha/{people.enterprise.pk}/",
        f"/usaha/{people.enterprise.pk}/cocok/",
        "/program/merek-umk/",
        "/program/merek-umk/cek/",
        "/pengajuan/baru/merek-umk/",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "None" not in answer.content.decode(), path


def test_what_lacks_is_said_before_anything_is_filled_in(client: Client) -> None:
    people = cast_of(**LETTER)
    signed_in(client, people)
    for path in ("/program/merek-umk/", "/program/merek-umk/cek/"):
        page = client.get(path).content.decode()
        assert "Skema ini memerlukan NIB." in page, path
        assert f'href="/usaha/{people.enterprise.pk}/ubah/?lanjut=' in page, path
    assert "Skema ini memerlukan NIB." not in client.get("/program/kur-mikro/").content.decode()
    draft = make_application(people, scheme="merek-umk", answers={}, documents=False)
    tasks = client.get(f"/pengajuan/{draft.pk}/").content.decode()
    assert "Skema ini memerlukan NIB." in tasks


def test_officials_read_words_for_what_there_is_not() -> None:
    people = cast_of(**BEGINNER)
    application = make_application(people, scheme="kur-pmi", answers={})
    body = client_for(people.owner).get(f"{V1}/applications/{application.pk}/").json()
    assert body["state"] == "draft"
    row = client_for(people.owner).get(f"{V1}/enterprises/{people.enterprise.pk}/").json()
    assert (row["class_by_sales"], row["workers"]) == (None, None)
