"""The assessment of an application is built once per request, and again after a change."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from applications.models import Application
from applications.selectors import assessments
from applications.selectors.assessments import assessment_of
from applications.services.transitions import perform
from tests.api.client import V1, client_for
from tests.applications.admin.backoffice import address
from tests.clients import web_client
from tests.factories.programs import REASON, Cast, cast_of, make_application

pytestmark = pytest.mark.django_db
ONCE = Counter(facts_of=1, evaluate=1)


@pytest.fixture
def cast() -> Cast:
    return cast_of()


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count how often facts are built and how often they are judged."""
    counter: Counter[str] = Counter()

    def count(name: str) -> None:
        original = getattr(assessments, name)

        def counted(*args: Any, **options: Any) -> Any:
            counter[name] += 1
            return original(*args, **options)

        monkeypatch.setattr(assessments, name, counted)

    count("facts_of")
    count("evaluate")
    return counter


def test_submission_judges_once(cast: Cast, calls: Counter[str]) -> None:
    draft = make_application(cast)
    calls.clear()
    perform(cast.owner, draft.pk, "submit", data={"declaration": True})
    assert calls == ONCE


def test_submission_on_the_check_page_judges_once(cast: Cast, calls: Counter[str]) -> None:
    draft = make_application(cast)
    calls.clear()
    answer = web_client(cast.owner).post(f"/pengajuan/{draft.pk}/periksa/", {"declaration": "on"})
    assert (answer.status_code, calls) == (302, ONCE)


def test_submission_through_the_api_judges_once(cast: Cast, calls: Counter[str]) -> None:
    draft = make_application(cast)
    calls.clear()
    answer = client_for(cast.owner).post(
        f"{V1}/applications/{draft.pk}/transitions/",
        {"name": "submit", "data": {"declaration": True}},
    )
    assert (answer.status_code, answer.json()["violations"], calls) == (200, [], ONCE)


def test_approval_through_the_api_judges_once(cast: Cast, calls: Counter[str]) -> None:
    file = make_application(cast, stage="decision")
    calls.clear()
    answer = client_for(cast.decider).post(
        f"{V1}/applications/{file.pk}/transitions/", {"name": "approve", "reason": REASON}
    )
    assert (answer.status_code, calls) == (200, ONCE)


@pytest.mark.parametrize(
    ("page", "judged"),
    [("", 1), ("isi/loan/", 0), ("dokumen/", 0), ("dokumen/ktp/", 0), ("periksa/", 1)],
)
def test_pages_of_a_draft_build_facts_once(
    cast: Cast, calls: Counter[str], page: str, judged: int
) -> None:
    draft = make_application(cast)
    calls.clear()
    answer = web_client(cast.owner).get(f"/pengajuan/{draft.pk}/{page}")
    assert (answer.status_code, calls["facts_of"], calls["evaluate"]) == (200, 1, judged)


def test_page_of_a_file_and_its_json_judge_once(cast: Cast, calls: Counter[str]) -> None:
    file = make_application(cast, stage="verification")
    for client, path in (
        (web_client(cast.verifier), address(file)),
        (client_for(cast.verifier), f"{V1}/applications/{file.pk}/"),
    ):
        calls.clear()
        assert client.get(path).status_code == 200
        assert calls == ONCE


def test_assessment_is_built_again_for_other_answers_and_another_day(cast: Cast) -> None:
    application = make_application(cast)
    first = assessment_of(application)
    assert assessment_of(application) is first
    application.answers = {**application.answers, "requested_amount": 5_000_000}
    second = assessment_of(application)
    assert [v.code for v in second.verdict.violations] == ["amount_too_small"]
    assert first is not second
    day = date(2026, 11, 24)
    assert assessment_of(application, day).facts["on"] == day


def test_assessment_is_built_again_for_a_row_read_again(cast: Cast) -> None:
    application = Application.objects.get(pk=make_application(cast).pk)
    assert assessment_of(application).verdict.eligible
    cast.enterprise.annual_sales = 4_800_000_001
    cast.enterprise.save(update_fields=["annual_sales"])
    application.refresh_from_db()
    assert not assessment_of(application).verdict.eligible
