"""Synthetic rows: they agree with each other, and nothing else of the database has changed."""

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
from django.db.models import Min

from accounts.enums import Role
from accounts.models import User
from applications.lifecycle import QUEUE_STATES, find_rule
from applications.models import Application, ApplicationEvent, Holding
from applications.policies.opinions import is_against
from applications.selectors.access import application_for, visible_to
from applications.selectors.queue import queue_of
from applications.services.clock import with_wrong_due_date
from applications.services.numbering import next_number
from benchmarks.seed.enterprises import nib, nik, phone
from benchmarks.seed.indexes_and_triggers import without_indexes_and_triggers
from common.identity.numbers import check_nib, check_nik, check_phone
from common.lists.paging import keyset_page
from enterprises.models import Enterprise, Member
from enterprises.selectors.enterprises import register_of, search
from programs.enums import Opinion, State
from programs.models import Edition
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
    report: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    return report


def rows() -> list[list[tuple[Any, ...]]]:
    """Return everything but ciphertexts, which differ by their nonces, and keys of a sequence."""
    sealed = ("nik_cipher", "npwp_cipher")
    plain = [f.attname for f in Enterprise._meta.concrete_fields if f.name not in sealed]
    columns = [f.attname for f in Application._meta.concrete_fields if "_by" not in f.name]
    return [
        [
            tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
            for row in Enterprise.objects.order_by("id").values_list(*plain)
        ],
        list(Application.objects.order_by("id").values_list(*columns)),
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
    report = seed()
    assert catalogue() == before
    assert report["rows"]["enterprise"] == Enterprise.objects.count() == 500
    assert report["rows"]["application"] == Application.objects.count() == 800
    assert report["rows"]["event"] == ApplicationEvent.objects.count()
    assert report["rows"]["member"] == Member.objects.count() == 200
    assert report["rows"]["holding"] == Holding.objects.count()
    assert {*report["bytes"]} == {
        "user",
        "enterprise",
        "member",
        "application",
        "event",
        "holding",
    }
    assert report["seconds"]["application"] >= 0


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


def test_seeded_recommendations_have_every_direction_and_decisions_know_it() -> None:
    seed()
    recommended = Application.objects.filter(recommended_by__isnull=False)
    assert {*recommended.values_list("opinion", flat=True)} == {*Opinion}
    for file in recommended.prefetch_related("events"):
        events = sorted(file.events.all(), key=lambda each: each.pk)
        given = [each.data["opinion"] for each in events if each.transition == "recommend"]
        assert given[-1:] == [file.opinion]
        for each in events:
            marked = each.data.get("against_recommendation", False)
            assert marked is is_against(each.transition, file.opinion)
    assert not Application.objects.filter(recommended_by=None).exclude(opinion="").exists()
    assert ApplicationEvent.objects.filter(data__against_recommendation=True).exists()


def test_seeded_due_dates_are_those_of_the_history() -> None:
    seed()
    files = Application.objects.exclude(state="draft").select_related("edition", "stage")
    assert list(with_wrong_due_date(files.prefetch_related("events", "edition__stages"))) == []
    call_command("recompute_clocks", "--check")


def test_seeded_claims_are_those_of_the_open_holdings() -> None:
    seed()
    claimed = Application.objects.filter(claimed_by__isnull=False)
    held = Holding.objects.filter(until=None)
    assert dict(claimed.values_list("pk", "claimed_by")) == dict(
        held.values_list("application", "holder")
    )
    assert held.exists()
    assert Holding.objects.filter(until__isnull=False, ended_as="finished").exists()


def test_seeded_editions_are_marked_as_used() -> None:
    seed()
    sent = Application.objects.filter(submitted_at__isnull=False)
    first = dict(sent.order_by().values_list("edition").annotate(first=Min("submitted_at")))
    used = Edition.objects.filter(first_used_at__isnull=False)
    assert dict(used.values_list("pk", "first_used_at")) == first
    assert first


def test_seeded_files_are_read_through_the_selectors() -> None:
    seed()
    waiting = Application.objects.filter(state__in=QUEUE_STATES)
    verifier = User.objects.get(email="verifier.jatim@skala.example")
    page = keyset_page(queue_of(verifier), order=("due_on", "id"), cursor=None)
    assert page.items
    assert {file.state for file in page.items} <= {*QUEUE_STATES}
    assert waiting.filter(pk__in=[file.pk for file in page.items]).count() == len(page.items)
    member = Member.objects.filter(role="owner", enterprise__applications__isnull=False)[0]
    own_files = visible_to(member.user)
    assert {file.enterprise_id for file in own_files} == {member.enterprise_id}
    assert application_for(member.user, own_files[0].pk).number == own_files[0].number
    admin = User.objects.get(email="admin.jatim@skala.example")
    assert search(register_of(admin), "batik").count() > 0


def test_seeded_officials_have_their_postings() -> None:
    seed()
    decider = User.objects.get(email="decider.3578.1@skala.example")
    posting = decider.postings.get()
    assert (posting.role, posting.agency.regency_id) == (Role.DECIDER, "35.78")
    assert not decider.has_usable_password()


def test_seeded_numbers_pass_their_checks() -> None:
    seed()
    for enterprise in Enterprise.objects.all()[:40]:
        assert check_nib(str(enterprise.nib)) == enterprise.nib
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
    runs = []
    for number in (7, 7, 8):
        with transaction.atomic():
            seed(seed=number)
            runs.append(rows())
            transaction.set_rollback(True)
    assert runs[0] == runs[1]
    assert runs[0] != runs[2]


@pytest.mark.exhaustive
def test_several_processes_make_the_same_rows() -> None:
    with transaction.atomic():
        seed()
        of_one_process = rows()
        transaction.set_rollback(True)
    seed(jobs=2)
    assert rows() == of_one_process


def test_numbers_and_keys_continue_after_the_last_row() -> None:
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

    def interrupted(*_span: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("benchmarks.seed.chunks.application_chunk", interrupted)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        seed()
    assert catalogue() == before
    assert (Enterprise.objects.count(), User.objects.count()) == (0, 0)


def test_rows_that_break_a_key_are_refused_when_it_is_restored() -> None:
    def insert_twice() -> None:
        with transaction.atomic(), without_indexes_and_triggers([Enterprise, Member]):
            EnterpriseFactory(nib="1200000000001")
            EnterpriseFactory(nib="1200000000001")

    with pytest.raises(DatabaseError):
        insert_twice()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_removed_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError), without_indexes_and_triggers([Enterprise]):
        pass
