"""Searches that must be quick on a million rows: PostgreSQL answers each from an index."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test import RequestFactory

from accounts.enums import Role
from accounts.models import User
from applications.models import Application
from applications.selectors.application_search import SearchIn, search_applications
from applications.selectors.queue import in_scope, queue_of
from applications.selectors.queue_filters import ORDER_COLUMNS, Order, QueueFilters, apply_filters
from common.dates import clock
from common.lists.paging import keyset_page
from common.lists.word_search import matching_words
from enterprises.enums import MemberRole
from enterprises.models import Enterprise, Member, NikSearch
from enterprises.selectors.enterprises import register_of, search, search_with_people
from notifications.models import OutboxMessage
from notifications.selectors.outbox import search_messages
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.enterprises import MemberFactory, invented_nib, invented_nik

pytestmark = pytest.mark.django_db
# Tables that grow with the register; any other fits into a few pages.
BIG = (
    "enterprises_enterprise",
    "applications_application",
    "accounts_user",
    "notifications_outboxmessage",
    "accounts_consent",
)


# Enough rows for the planner to prefer an index.
_ROWS = """
INSERT INTO enterprises_enterprise (uid, name, legal_form, nib, nik_cipher, nik_index, regency_id,
    address, sector, kbli, kbli_version, founded_on, owner_capital, loan_capital, annual_sales,
    workers, phone, created_at, updated_at)
SELECT gen_random_uuid(), 'Usaha ' || md5(n::text), 'cv', (1200000000000 + n)::text, '',
    decode(md5(n::text), 'hex'),
    CASE WHEN n % 50 = 0 THEN '35.78' ELSE '35.15' END, '-', 'spa', '31001', '2020', '2020-01-01',
    1, 0, 1, 1, '', now(), now()
FROM generate_series(1, 4000) n
"""


def md5_of(number: int) -> str:
    return hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest()


_FILES = """
INSERT INTO applications_application (number, scheme_id, edition_id, enterprise_id, regency_id,
    uniqueness_value, answers, answer_words, opinion, state, created_by_id, submitted_at, due_on,
    reported_turn, created_at, updated_at)
SELECT 'UJI-26-' || e.id, d.scheme_id, d.id, e.id, e.regency_id, '', '{}',
    CASE WHEN e.id %% 200 = 0 THEN 'keripik ' || md5(e.id::text) ELSE '' END, '',
    CASE WHEN e.id %% 10 = 0 THEN 'submitted' ELSE 'withdrawn' END, %s, now(),
    CASE WHEN e.id %% 10 = 0 THEN current_date END, '', now(), now()
FROM enterprises_enterprise e, (SELECT * FROM programs_edition ORDER BY id LIMIT 1) d
"""


_MESSAGES = """
INSERT INTO notifications_outboxmessage (id, key, address, context, link, created_at, available_at,
    next_attempt_at, attempts)
SELECT gen_random_uuid(), CASE WHEN n % 100 = 0 THEN 'queue.digest' ELSE 'application.moved' END,
    '', '{}', '', now() - n * interval '1 minute', now(), now(), 0
FROM generate_series(1, 4000) n
"""


@pytest.fixture(scope="module")
def _rows(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Write the rows once, in a transaction that is rolled back; each test is a savepoint in it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_ROWS)
            # Pending entries would make an index look expensive.
            cursor.execute("SELECT gin_clean_pending_list('enterprise_name_trgm')")
            cursor.execute("ANALYZE enterprises_enterprise")
            cursor.execute(_FILES, [UserFactory().pk])
            cursor.execute("SELECT gin_clean_pending_list('application_words_trgm')")
            cursor.execute("ANALYZE applications_application")
            cursor.execute(_MESSAGES)
            cursor.execute("ANALYZE notifications_outboxmessage")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def _django_db_helper(_rows: None) -> Iterator[None]:
    """Replace pytest-django's fixture, which would end the transaction after every test."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _no_scans(db: None) -> None:
    """Forbid sequential scans of small tables; the plan still has one where no index serves."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")


@pytest.fixture
def _no_sorts() -> None:
    """Forbid sorts, since an index can return the rows in order."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")


def plan(rows: QuerySet[Any]) -> str:
    return rows.explain()


def full_scans(text: str) -> list[str]:
    return [table for table in re.findall(r"Seq Scan on (\w+)", text) if table in BIG]


@pytest.mark.parametrize(
    ("regency", "index"), [("35.78", "regency"), ("35.15", "name_trgm"), (None, "name_trgm")]
)
def test_words_are_found_by_trigrams_or_within_a_small_regency(
    regency: str | None, index: str
) -> None:
    own_register = register_of(OfficialFactory(role=Role.STAFF, regency=regency)).order_by()
    query_plan = plan(search(own_register, "canting ayu"))
    assert full_scans(query_plan) == []
    assert re.search(rf"Scan (?:on|using) enterprises?_\w*{index}", query_plan)
    assert "Index Cond" in query_plan
    assert "%CANTING%" in query_plan
    assert "%AYU%" in query_plan


def test_enterprises_are_found_by_their_people_without_reading_the_table() -> None:
    member = MemberFactory(
        user__name="Canting Ayu", enterprise__name="Batik", enterprise__nib=invented_nib(900_000)
    )
    own_register = register_of(OfficialFactory(role=Role.STAFF, regency=None)).order_by()
    found = search_with_people(own_register, "canting ayu")
    assert [row.pk for row in found] == [member.enterprise_id]
    query_plan = plan(found)
    assert full_scans(query_plan) == []
    assert "enterprise_name_trgm" in query_plan


def test_nib_is_found_by_its_index() -> None:
    query_plan = plan(search(register_of(OfficialFactory()), invented_nib(7)))
    assert "enterprise_nib_unique" in query_plan
    assert full_scans(query_plan) == []


def test_nik_is_found_by_its_blind_index() -> None:
    index = Enterprise.nik.index_of(invented_nik(7))
    query_plan = plan(register_of(OfficialFactory()).filter(nik_index=index).order_by())
    assert "nik" in query_plan
    assert full_scans(query_plan) == []
    assert "nik_search_by_user" in plan(
        NikSearch.objects.filter(user_id=1, at__gt=clock.now()).order_by()
    )


@pytest.mark.usefixtures("_no_sorts")
def test_a_small_regency_is_read_from_its_own_index() -> None:
    query_plan = plan(register_of(OfficialFactory()).order_by("-id")[:51])
    assert "enterprise_regency" in query_plan
    assert "Sort" not in query_plan


@pytest.mark.usefixtures("_no_sorts")
@pytest.mark.parametrize(
    ("field", "rare", "index"),
    [
        ("sector", "furniture", "enterprise_sector"),
        ("legal_form", "koperasi", "enterprise_legal_form"),
    ],
)
def test_filters_of_the_register_have_an_index(field: str, rare: str, index: str) -> None:
    own_register = register_of(OfficialFactory(role=Role.STAFF, regency=None))
    query_plan = plan(own_register.filter(**{field: rare}).order_by("-id")[:51])
    assert index in query_plan
    assert "Sort" not in query_plan


def test_the_beginning_of_a_number_is_found_by_its_pattern_index() -> None:
    superuser = UserFactory(is_superuser=True)
    query_plan = plan(search_applications(in_scope(superuser), "kurm-26-00").order_by())
    assert re.search(r"Index Cond: .*number.*~>=~ 'KURM-26-00'", query_plan)
    assert full_scans(query_plan) == []


@pytest.mark.parametrize("text", ["123", "120123", "120123456"])
def test_a_part_of_a_number_is_found_from_indexes(text: str) -> None:
    superuser = UserFactory(is_superuser=True)
    query_plan = plan(search_applications(in_scope(superuser), text).order_by())
    assert re.search(rf"Index Cond: .*number.*~>=~ '{text[::-1]}'", query_plan)
    assert "enterprise_name_trgm" in query_plan
    assert ("enterprise_nib_unique" in query_plan) is (len(text) >= 6)
    assert full_scans(query_plan) == []


def test_the_beginning_of_a_nib_is_found_by_its_index() -> None:
    register = register_of(OfficialFactory(role=Role.STAFF, regency=None)).order_by()
    query_plan = plan(search(register, "120123"))
    assert "enterprise_nib_unique" in query_plan
    assert full_scans(query_plan) == []


def test_files_are_found_by_the_words_of_their_enterprise() -> None:
    superuser = UserFactory(is_superuser=True)
    query_plan = plan(search_applications(in_scope(superuser), "canting ayu").order_by())
    assert "enterprise_name_trgm" in query_plan
    assert full_scans(query_plan) == []


def test_people_are_found_by_name_or_address() -> None:
    model_admin = admin.site._registry[User]
    request = RequestFactory().get("/")
    rows, _may_repeat = model_admin.get_search_results(
        request, User.objects.order_by(), "siti aminah"
    )
    query_plan = plan(rows)
    assert "user_name_trgm" in query_plan
    assert "user_email_trgm" in query_plan
    assert full_scans(query_plan) == []


def test_messages_of_a_kind_and_by_number_have_an_index() -> None:
    newest = OutboxMessage.objects.order_by("-created_at", "-id")
    assert "outbox_by_key" in plan(newest.filter(key="queue.digest")[:51])
    model_admin = admin.site._registry[OutboxMessage]
    request = RequestFactory().get("/")
    number = "00000000-0000-0000-0000-000000000001"
    rows, _may_repeat = model_admin.get_search_results(request, newest, number)
    # Either index that begins or ends with the key finds the one row at once.
    assert "Index Cond: (id = " in plan(rows.order_by())


@pytest.mark.parametrize(
    ("text", "links", "index"),
    [
        ("KURM-26-1", ["/pengajuan/1/"], "outbox_by_link"),
        ("Orang Dicari", [], "recipient_id"),
        ("a@contoh.id", [], "outbox_by_address"),
    ],
)
def test_messages_are_found_by_reader_and_subject_from_an_index(
    text: str, links: list[str], index: str
) -> None:
    UserFactory(name="Orang Dicari")
    newest = OutboxMessage.objects.order_by("-created_at", "-id")
    query_plan = plan(search_messages(newest, text, links=links)[:51])
    assert index in query_plan
    assert full_scans(query_plan) == []


@pytest.mark.parametrize(
    ("model", "order", "index"),
    [
        (Enterprise, ("-id",), "enterprises_enterprise_pkey"),
        (Enterprise, ("nib",), "enterprise_nib_unique"),
        (Enterprise, ("-created_at", "-id"), "enterprise_newest"),
        (Application, ("-id",), "applications_application_pkey"),
        (OutboxMessage, ("-created_at", "-id"), "outbox_newest"),
        (User, ("-id",), "accounts_user_pkey"),
    ],
)
def test_a_page_is_read_from_the_index_of_its_order(
    model: Any, order: tuple[str, ...], index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = []
    fetch = QuerySet.__iter__

    def explained(rows: QuerySet[Any]) -> Any:
        plans.append(plan(rows.all()))
        return fetch(rows)

    monkeypatch.setattr(QuerySet, "__iter__", explained)
    keyset_page(model.objects.all(), order=order, cursor=None, size=2)
    assert index in plans[0]
    assert "Sort" not in plans[0]


def test_other_filters_of_the_queue_combine_with_a_search() -> None:
    verifier = OfficialFactory()
    files = apply_filters(in_scope(verifier), QueueFilters(q="canting ayu", state="submitted"))
    assert full_scans(plan(files.order_by())) == []


def test_files_are_found_by_the_words_of_their_answers() -> None:
    superuser = UserFactory(is_superuser=True)
    files = search_applications(in_scope(superuser), "keripik pedas", SearchIn.ANSWERS)
    query_plan = plan(files.order_by())
    assert "application_words_trgm" in query_plan
    assert full_scans(query_plan) == []


def test_files_are_found_by_their_applicants() -> None:
    people = [User(name=md5_of(n), email=f"{md5_of(n)}@uji.example") for n in range(3000)]
    enterprise, now = Enterprise.objects.earliest("pk"), clock.now()
    Member.objects.bulk_create(
        Member(enterprise=enterprise, user=person, role=MemberRole.OWNER, since=now)
        for person in User.objects.bulk_create(people)
    )
    with connection.cursor() as cursor:
        for index in ("user_name_trgm", "user_email_trgm"):
            cursor.execute("SELECT gin_clean_pending_list(%s)", [index])
        # Both: a planner that takes one table for empty would read it first.
        cursor.execute("ANALYZE accounts_user")
        cursor.execute("ANALYZE enterprises_member")
    members = matching_words(Member.objects.order_by(), "siti aminah", "user__name", "user__email")
    query_plan = plan(members.values_list("enterprise_id").distinct()[:501])
    assert "user_name_trgm" in query_plan
    assert "user_email_trgm" in query_plan
    assert full_scans(query_plan) == []
    files = in_scope(UserFactory(is_superuser=True)).filter(enterprise__in=[1, 2, 3])
    assert full_scans(plan(files.order_by())) == []


@pytest.mark.usefixtures("_no_sorts")
@pytest.mark.parametrize(
    ("order", "index"),
    [(Order.DUE, "application_queue"), (Order.OLDEST, "application_queue_age")],
)
def test_the_queue_is_read_from_the_index_of_its_order(order: Order, index: str) -> None:
    province = OfficialFactory(role=Role.VERIFIER, regency=None)
    query_plan = plan(queue_of(province).order_by(*ORDER_COLUMNS[order])[:51])
    assert re.search(rf"Index (?:Only )?Scan using {index} ", query_plan)
    assert "Sort" not in query_plan
