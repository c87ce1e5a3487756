"""What the migrations write into applications that were submitted before."""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from applications.models import Application
from applications.policies.search_words import answer_words
from applications.services.drafts import create_draft
from common.dates import clock
from programs.enums import QuestionType
from programs.models import Edition
from programs.selectors.catalogue import edition_on
from tests.factories.schemes import applicant_of, fitting_answers

pytestmark = pytest.mark.django_db


def run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the migration in two batches: the last row is in the second."""
    migration: Any = import_module("applications.migrations.0009_words_of_choices")
    last = Application.objects.order_by("pk").values_list("pk", flat=True).last()
    assert last is not None
    monkeypatch.setattr(migration, "_BATCH", last - 1)
    migration._note_choices(apps, SimpleNamespace(connection=connection))


def asking_in_words_and_for_a_choice() -> Edition:
    """Return an edition in force that has a question of both types."""
    codes = Edition.objects.filter(questions__type=QuestionType.TEXT).values_list("scheme__code")
    editions = (edition_on(code, clock.today()) for (code,) in codes.order_by("pk").distinct())
    return next(
        each
        for each in editions
        if {QuestionType.TEXT, QuestionType.CHOICE} <= {q.type for q in each.questions.all()}
    )


def test_words_of_choices_are_those_that_a_submission_writes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edition = asking_in_words_and_for_a_choice()
    questions = list(edition.questions.all())
    text = next(q.code for q in questions if q.type == QuestionType.TEXT)
    answers = fitting_answers(edition)
    unsent_owner, unsent_enterprise = applicant_of(edition.scheme.code)
    unsent = create_draft(
        unsent_owner,
        scheme=edition.scheme.code,
        enterprise_id=unsent_enterprise.pk,
        answers=answers,
    )
    expected: dict[int, str] = {}
    for said in ("Keripik singkong", "NIK 3578 0101 0190 0001", ""):
        owner, enterprise = applicant_of(edition.scheme.code)
        given = {**answers, text: said}
        draft = create_draft(
            owner, scheme=edition.scheme.code, enterprise_id=enterprise.pk, answers=given
        )
        expected[draft.pk] = answer_words(questions, draft.answers)
    Application.objects.exclude(pk=unsent.pk).update(submitted_at=clock.now())
    run(monkeypatch)
    rows = dict(Application.objects.values_list("pk", "answer_words"))
    assert rows == {**expected, unsent.pk: ""}
    assert len(set(expected.values())) == 3
