"""Requests about one's data: once, in time, answered by another person, never changed."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction

from accounts.enums import Role
from accounts.models import User
from common.errors import Conflict, InvalidInput, NotPermitted
from data_rights.enums import Answer, Right
from data_rights.models import RightsRequest
from data_rights.services.requests import answer_request, ask, record_copy
from notifications.models import OutboxMessage
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.simultaneous import run_together

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
WORDS = "Alamat usaha saya sudah pindah."
SAID = "Alamat sudah diperbaiki."


def officer() -> User:
    return OfficialFactory(role=Role.ADMIN, regency=None)


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_a_request_is_due_in_three_times_24_hours_also_over_a_weekend() -> None:
    officer()
    person = UserFactory()
    request = ask(person, Right.CORRECT, words=WORDS)
    assert request.due_at == NOW + timedelta(hours=72)
    assert OutboxMessage.objects.get(key="rights.filed").link.endswith(f"/{request.pk}/change/")
    assert WORDS not in str(OutboxMessage.objects.get(key="rights.filed").context)


@pytest.mark.django_db
def test_the_same_right_waits_once_and_another_beside_it() -> None:
    person = UserFactory()
    ask(person, Right.ERASE, words=WORDS)
    with pytest.raises(Conflict, match="rights_request_open"):
        ask(person, Right.ERASE, words=WORDS)
    ask(person, Right.RESTRICT, words=WORDS)
    ask(UserFactory(), Right.ERASE, words=WORDS)
    assert RightsRequest.objects.count() == 3


@pytest.mark.django_db
def test_a_request_says_what_is_meant() -> None:
    with pytest.raises(InvalidInput, match="rights_words"):
        ask(UserFactory(), Right.ERASE, words="  hapus  ")


@pytest.mark.django_db
def test_an_answer_reaches_the_person_and_stands() -> None:
    person, by = UserFactory(), officer()
    request = ask(person, Right.CORRECT, words=WORDS)
    answer_request(by, request.pk, answer=Answer.DONE, words=SAID)
    message = OutboxMessage.objects.get(key="rights.answered")
    assert (message.recipient, message.context["words"]) == (person, SAID)
    with pytest.raises(Conflict, match="rights_answered"):
        answer_request(by, request.pk, answer=Answer.REFUSED, words=SAID)
    with pytest.raises(DatabaseError), transaction.atomic():
        RightsRequest.objects.filter(pk=request.pk).update(answer=Answer.REFUSED)
    with pytest.raises(DatabaseError), transaction.atomic():
        request.delete()


@pytest.mark.django_db
def test_only_a_data_officer_answers_and_never_their_own() -> None:
    by = officer()
    request = ask(by, Right.CORRECT, words=WORDS)
    for person in (by, OfficialFactory(role=Role.DECIDER), UserFactory()):
        with pytest.raises(NotPermitted):
            answer_request(person, request.pk, answer=Answer.DONE, words=SAID)
    with pytest.raises(IntegrityError), transaction.atomic():
        RightsRequest.objects.filter(pk=request.pk).update(
            answer=Answer.DONE, answered_at=NOW, answered_by=by
        )


@pytest.mark.django_db
def test_a_copy_is_recorded_as_done() -> None:
    request = record_copy(UserFactory())
    assert (request.right, request.answer, request.is_open) == (Right.COPY, Answer.DONE, False)


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_ask_at_once_make_one_request() -> None:
    person = UserFactory()
    results = run_together(*[lambda: ask(person, Right.ERASE, words=WORDS).pk] * 2)
    assert sorted(map(str, results))[-1] == "rights_request_open"
    assert RightsRequest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_answer_at_once_give_one_answer() -> None:
    officers = [officer(), officer()]
    request = ask(UserFactory(), Right.ERASE, words=WORDS)
    results = run_together(
        *[
            lambda by=by: answer_request(by, request.pk, answer=Answer.DONE, words=SAID).pk
            for by in officers
        ]
    )
    assert "rights_answered" in results
    assert OutboxMessage.objects.filter(key="rights.answered").count() == 1
