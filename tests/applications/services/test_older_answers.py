"""An answer in its former form: taken, stored in the words of today, and refused where wrong."""

from typing import Any

import pytest

from applications.models import Application
from applications.selectors.assessments import assessment_of
from applications.services.drafts import create_draft, save_answers
from applications.services.guards import missing_answers
from common.errors import InvalidInput
from tests.factories.programs import ANSWERS, Cast, cast_of, make_application

pytestmark = pytest.mark.django_db
WITHOUT = {name: value for name, value in ANSWERS.items() if name != "credit_history"}


def draft(cast: Cast, **answers: Any) -> Application:
    return create_draft(
        cast.owner, scheme="kur-mikro", enterprise_id=cast.enterprise.pk, answers=answers
    )


@pytest.mark.parametrize(("older", "history"), [(False, []), (True, ["commercial_running"])])
def test_the_older_answer_is_stored_as_the_newer_one(older: bool, history: list[str]) -> None:
    stored = draft(cast_of(), **WITHOUT, other_productive_credit=older)
    assert stored.answers == {**WITHOUT, "credit_history": history}


def test_the_newer_answer_wins_and_a_null_clears_it() -> None:
    cast = cast_of()
    stored = draft(cast, other_productive_credit=False, credit_history=["p2p"])
    assert stored.answers == {"credit_history": ["p2p"]}
    cleared = save_answers(cast.owner, stored.pk, {"other_productive_credit": None})
    assert cleared.answers == {}


def test_choices_are_stored_in_the_order_of_the_question_and_once() -> None:
    stored = draft(cast_of(), credit_history=["mortgage", "p2p", "mortgage"])
    assert stored.answers == {"credit_history": ["p2p", "mortgage"]}


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"credit_history": "p2p"}, "not_a_list"),
        ({"credit_history": ["gold"]}, "not_among_options"),
        ({"credit_history": [["p2p"]]}, "not_among_options"),
        ({"credit_history": {"p2p": True}}, "not_a_list"),
        ({"other_productive_credit": "no"}, "unknown_answer"),
    ],
)
def test_a_wrong_answer_is_refused(answers: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        draft(cast_of(), **answers)
    assert [error.code for error in refused.value.errors] == [code]


def test_an_older_answer_that_is_stored_already_is_an_answer() -> None:
    application = make_application(cast_of(), state="draft")
    application.answers = {**WITHOUT, "other_productive_credit": True}
    assessment = assessment_of(application)
    assert assessment.answers["credit_history"] == ["commercial_running"]
    assert missing_answers(assessment) == []
    assert [each.code for each in assessment.verdict.violations] == ["other_productive_credit"]
