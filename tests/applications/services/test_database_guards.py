"""Rules that PostgreSQL enforces too: raw SQL tries to break each of them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from applications.models import Application
from programs.enums import State
from tests.factories.programs import Cast, cast_of, make_application

pytestmark = pytest.mark.django_db


def _sql(statement: str, *parameters: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@pytest.mark.parametrize("state", ["approved", "rejected", "completed", "revision_requested"])
def test_states_change_only_along_the_table(state: str) -> None:
    application = make_application(cast_of(), state=State.DRAFT)
    with pytest.raises(DatabaseError):
        _sql(
            "UPDATE applications_application SET state = %s, decided_at = now(),"
            " submitted_at = now(), stage_id = (SELECT min(id) FROM programs_stage) WHERE id = %s",
            state,
            application.pk,
        )


def test_an_unknown_state_is_refused() -> None:
    application = make_application(cast_of(), state=State.DRAFT)
    with pytest.raises(DatabaseError):
        _sql("UPDATE applications_application SET state = 'lost' WHERE id = %s", application.pk)


def test_history_is_neither_rewritten_nor_deleted() -> None:
    application = make_application(cast_of(), state=State.SUBMITTED)
    for statement in (
        "UPDATE applications_applicationevent SET reason = 'x' WHERE application_id = %s",
        "DELETE FROM applications_applicationevent WHERE application_id = %s",
    ):
        with pytest.raises(DatabaseError):
            _sql(statement, application.pk)


def _recommender(cast: Cast) -> int:
    return cast.analyst.pk


def _owner(cast: Cast) -> int:
    return cast.owner.pk


@pytest.mark.parametrize("who", [_recommender, _owner])
def test_neither_recommender_nor_owner_decides(who: Callable[[Cast], int]) -> None:
    cast = cast_of()
    application = make_application(cast, stage="decision")
    with pytest.raises(IntegrityError):
        _sql(
            "UPDATE applications_application SET state = 'approved', decided_at = now(),"
            " decided_by_id = %s WHERE id = %s",
            who(cast),
            application.pk,
        )


def test_one_open_application_per_scheme_and_enterprise() -> None:
    cast = cast_of()
    application = make_application(cast, state=State.DRAFT)
    copy = Application.objects.get(pk=application.pk)
    copy.pk, copy.number = None, "KURM-26-9999999-9"
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)


def test_a_frozen_attachment_is_not_deleted() -> None:
    application = make_application(cast_of(), state=State.SUBMITTED)
    with pytest.raises(DatabaseError):
        _sql("DELETE FROM applications_attachment WHERE application_id = %s", application.pk)


def test_a_stored_file_is_not_swapped() -> None:
    application = make_application(cast_of(), state=State.SUBMITTED)
    with pytest.raises(DatabaseError):
        _sql(
            "UPDATE enterprises_documentversion SET sha256 = 'x' WHERE enterprise_id = %s",
            application.enterprise_id,
        )


def test_editions_of_a_scheme_do_not_overlap() -> None:
    with pytest.raises(IntegrityError):
        _sql(
            "INSERT INTO programs_edition (scheme_id, code, status, valid_from, legal_basis,"
            " partner_follows, deemed_approval) SELECT id, 'lain', 'published', '2026-06-01', '-',"
            " true, false FROM programs_scheme WHERE code = 'kur-mikro'"
        )


@pytest.mark.sampled
@pytest.mark.parametrize("stage", ["completeness", "verification", "recommendation"])
@pytest.mark.parametrize("state", ["approved", "rejected"])
def test_no_decision_before_its_stage(stage: str, state: str) -> None:
    cast = cast_of()
    application = make_application(cast, stage=stage)
    with pytest.raises(IntegrityError):
        _sql(
            "UPDATE applications_application SET state = %s, decided_at = now(), decided_by_id = %s"
            " WHERE id = %s",
            state,
            cast.decider.pk,
            application.pk,
        )


def test_no_decision_on_a_file_that_was_never_recommended() -> None:
    cast = cast_of()
    application = make_application(cast, stage="decision")
    with pytest.raises(IntegrityError):
        _sql(
            "UPDATE applications_application SET state = 'approved', decided_at = now(),"
            " recommended_by_id = NULL, decided_by_id = %s WHERE id = %s",
            cast.decider.pk,
            application.pk,
        )
