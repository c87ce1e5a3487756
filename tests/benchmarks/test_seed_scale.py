"""Synthetic rows: the database is as it was but for the rows, and the rows hold together."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from random import Random
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.enums import Role
from accounts.models import User
from applications.lifecycle import QUEUE_STATES, find_rule
from applications.models import Application, ApplicationEvent
from applications.selectors.access import application_for, queue_of, visible_to
from applications.services.clock import differing
from applications.services.numbering import next_number
from benchmarks.seed.bare import bare
from benchmarks.seed.enterprises import nib, nik, phone
from common.identity.numbers import check_nib, check_nik, check_phone
from common.lists.paging import keyset_page
from enterprises.models import Enterprise, Member
from enterprises.selectors.enterprises import register_of, search
from programs.enums import State
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
SIZE = {"enterprises": 500, "applications": 800, "jobs": 1, "verbosity": 0}
CATALOGUE = """
SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid),
       concat(condeferrable, condeferred, convalidated, connoinherit)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT 'index', indrelid::regclass::text, indexrelid::regclass::text,
       pg_get_indexdef(indexrelid), concat(indisvalid, indisready, indisclustered, indisreplident)
FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
WHERE relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(t.oid),
       concat(tgenabled, obj_description(t.oid, 'pg_trigger'))
FROM pg_trigger t WHERE NOT tgisinternal
ORDER BY 1, 2, 3
"""


def catalogue() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(CATALOGUE)
        return list(cursor.fetchall())


def seed(**changes: Any) -> dict[str, Any]:
    out = StringIO()
    call_command("seed_scale", stdout=out, **{**SIZE, **changes})
    answer: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    return answer


def rows() -> list[list[tuple[Any, ...]]]:
    """Everything but ciphers, which differ by their nonces, and keys that a sequence gives."""
    sealed = ("nik_cipher", "npwp_cipher")
    plain = [f.attname for f in Enterprise._meta.concrete_fields if f.name not in sealed]
    told = [f.attname for f in Application._meta.concrete_fields if "_by" not in f.name]
    return [
        [
            tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
            for row in Enterprise.objects.order_by("id").values_list(*plain)
        ],
        list(Application.objects.order_by("id").values_list(*told)),
        list(
            ApplicationEvent.objects.order_by("id").values_list(
                "application_id", "at", "transition", "to_state", "reason"
            )
        ),
    ]


@pytest.fixture(autouse=True)
def _frozen() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_seed_leaves_constraints_indexes_and_triggers_as_they_were() -> None:
    before = catalogue()
    answer = seed()
    assert catalogue() == before
    assert answer["rows"]["enterprise"] == Enterprise.objects.count() == 500
    assert answer["rows"]["application"] == Application.objects.count() == 800
    assert answer["rows"]["event"] == ApplicationEvent.objects.count()
    assert answer["rows"]["member"] == Member.objects.count() == 200
    assert {*answer["bytes"]} == {"user", "enterprise", "member", "application", "event"}
    assert answer["seconds"]["application"] >= 0


def test_seed_makes_files_in_every_state_with_a_history_that_leads_there() -> None:
    seed()
    assert {*Application.objects.values_list("state", flat=True)} == {*State}
    for file in Application.objects.prefetch_related("events"):
        state = str(State.DRAFT)
        for event in sorted(file.events.all(), key=lambda each: each.pk):
            rule = find_rule(event.transition, state)
            assert rule is not None
            assert (event.from_state, event.to_state) == (state, rule.target)
            assert file.created_at <= event.at <= file.updated_at <= NOW
            state = event.to_state
        assert file.state == state


def test_seeded_due_dates_are_those_of_the_history() -> None:
    seed()
    files = Application.objects.exclude(state="draft").select_related("edition", "stage")
    assert list(differing(files.prefetch_related("events", "edition__stages"))) == []


def test_seeded_files_are_read_through_the_selectors() -> None:
    seed()
    waiting = Application.objects.filter(state__in=QUEUE_STATES)
    verifier = User.objects.get(email="verifier.jatim@skala.example")
    page = keyset_page(queue_of(verifier), order=("due_on", "id"), cursor=None)
    assert page.items
    assert {file.state for file in page.items} <= {*QUEUE_STATES}
    assert waiting.filter(pk__in=[file.pk for file in page.items]).count() == len(page.items)
    member = Member.objects.filter(role="owner", enterprise__applications__isnull=False)[0]
    mine = visible_to(member.user)
    assert {file.enterprise_id for file in mine} == {member.enterprise_id}
    assert application_for(member.user, mine[0].pk).number == mine[0].number
    admin = User.objects.get(email="admin.jatim@skala.example")
    assert search(register_of(admin), "batik").count() > 0


def test_seeded_officials_hold_their_posts() -> None:
    seed()
    decider = User.objects.get(email="decider.3578.1@skala.example")
    posting = decider.postings.get()
    assert (posting.role, posting.agency.regency_id) == (Role.DECIDER, "35.78")
    assert not decider.has_usable_password()


def test_seeded_numbers_pass_their_checks() -> None:
    seed()
    for enterprise in Enterprise.objects.all()[:40]:
        assert check_nib(enterprise.nib) == enterprise.nib
        assert check_nik(enterprise.nik) == enterprise.nik
        assert bytes(enterprise.nik_index) == Enterprise.nik.index_of(enterprise.nik)
        assert enterprise.nik.startswith(enterprise.regency_id.replace(".", ""))
    rng = Random(5)
    assert all(check_phone(number) == number for number in (phone(rng) for _ in range(200)))


def test_invented_numbers_never_repeat() -> None:
    numbers = range(0, 5_000_000, 97)
    assert len({nib(number) for number in numbers}) == len(numbers)
    assert len({nik(number, "35.78") for number in numbers}) == len(numbers)


def test_same_seed_gives_the_same_rows() -> None:
    found = []
    for number in (7, 7, 8):
        with transaction.atomic():
            seed(seed=number)
            found.append(rows())
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert found[0] != found[2]


def test_several_processes_make_the_same_rows() -> None:
    with transaction.atomic():
        seed()
        alone = rows()
        transaction.set_rollback(True)
    seed(jobs=2)
    assert rows() == alone


def test_work_goes_on_behind_the_last_row() -> None:
    seed()
    last = Application.objects.order_by("-id")[0]
    assert next_number(last.scheme, 2026).startswith("KURM-26-0000801-")
    assert EnterpriseFactory().pk == 501


def test_seed_refuses_a_database_in_use() -> None:
    EnterpriseFactory()
    with pytest.raises(CommandError, match="tidak kosong"):
        seed()
    assert Enterprise.objects.count() == 1


def test_applications_need_enterprises() -> None:
    with pytest.raises(CommandError, match="need enterprises"):
        seed(enterprises=0, applications=5)
    assert Application.objects.count() == 0


def test_an_interrupted_seed_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = catalogue()

    def broken(*_span: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("benchmarks.seed.making.make_applications", broken)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        seed()
    assert catalogue() == before
    assert (Enterprise.objects.count(), User.objects.count()) == (0, 0)


def test_rows_that_break_a_key_are_refused_when_it_is_put_back() -> None:
    def twice() -> None:
        with transaction.atomic(), bare([Enterprise, Member]):
            EnterpriseFactory(nib="1200000000001")
            EnterpriseFactory(nib="1200000000001")

    with pytest.raises(DatabaseError):
        twice()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_taken_off_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError), bare([Enterprise]):
        pass
