"""The access matrix: every address, every role, and the outcomes in `tests/access/*.toml`.

A run of all tests asks one role of each outcome at some of the addresses, `--exhaustive` every role
at all. The addresses come from Django's resolver and the methods of the API from its views, so a
new one fails here until its outcomes are written down.
"""

import logging
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from unittest import mock
from zlib import crc32

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from drf_spectacular.generators import SchemaGenerator

from tests.access.addresses import Address, addresses
from tests.access.people import ROLES
from tests.access.requests import REFUSED, Answer, header_faults, send_as
from tests.access.tables import FOLDER, Row, shortest_line, tables
from tests.access.world import World
from umkm_portal.http import errors

# Marked so that a test database is made; the fixture below holds one transaction for all tests.
pytestmark = pytest.mark.django_db
# The roles that try methods without a row; one of each sort is enough.
_PROBES = ("visitor", "owner", "verifier", "superuser")
_SAFE = ("GET", "HEAD")


@pytest.fixture
def _django_db_helper() -> None:
    """Replace pytest-django's fixture, which would end the transaction after every test."""


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Create the rows once, in a transaction that is rolled back; requests are savepoints in it."""
    # Thousands of refusals are expected; each would be logged with its traceback, and its page be
    # drawn: `tests/umkm_portal/http/test_errors.py` looks at those.
    logging.disable(logging.CRITICAL)
    with ExitStack() as drawn, django_db_blocker.unblock(), transaction.atomic():
        for name in ("render", "_admin_page"):
            drawn.enter_context(mock.patch.object(errors, name, _undrawn_page))
        assert str(connection.settings_dict["NAME"]).startswith("test_")
        yield World(tmp_path_factory.mktemp("world"))
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


def _undrawn_page(*_words: Any, status: int = 200, **_context: Any) -> HttpResponse:
    return HttpResponse(status=next((n for n in _words if isinstance(n, int)), status))


def _rows(address: Address) -> dict[str, Row]:
    return tables().get(address.route, {})


def _required_methods(address: Address) -> tuple[str, ...]:
    return address.methods or ("GET",)


def test_every_row_has_an_address() -> None:
    known = {address.route: address for address in addresses()}
    assert sorted(set(tables()) - set(known)) == []
    unknown = [
        f"{route} {row.method}"
        for route, rows in tables().items()
        for row in rows.values()
        if known[route].is_api and row.verb not in known[route].methods
    ]
    assert unknown == []


def test_every_address_has_its_rows() -> None:
    missing = [
        f"{method} /{address.route}"
        for address in addresses()
        for method in _required_methods(address)
        if not any(row.verb == method and row.outcomes for row in _rows(address).values())
    ]
    assert missing == [], "./test tests/architecture/test_access_matrix.py says which to add"


def test_every_operation_of_the_schema_is_an_address() -> None:
    described: Any = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    operations = {
        (method.upper(), path) for path, methods in described["paths"].items() for method in methods
    }
    resolved = {
        (method, address.path({part: "{" + part + "}" for part in _parts(address)}))
        for address in addresses()
        if address.is_api and address.route != "api/schema/"
        for method in address.methods
    }
    assert resolved == operations


def _parts(address: Address) -> list[str]:
    return [piece.split(":")[-1] for piece in address.route.replace(">", "<").split("<")[1::2]]


@pytest.mark.sampled
@pytest.mark.parametrize("address", addresses(), ids=lambda address: address.route or "home")
def test_outcomes_are_those_of_the_table(
    address: Address, world: World, settings: Any, exhaustive: bool
) -> None:
    settings.STORAGES["documents"]["OPTIONS"]["location"] = world.folder
    rows = _rows(address)
    for verb in _required_methods(address):
        if not any(row.verb == verb for row in rows.values()):
            rows = {**rows, verb: Row(address.route, verb, "")}
    faults: list[str] = []
    for row in rows.values():
        faults += _faults(world, address, row, exhaustive=exhaustive)
    if not address.is_api:
        faults += _faults_of_unlisted_methods(world, address, rows, exhaustive=exhaustive)
    assert not faults, "\n" + "\n".join(faults)


def _faults(world: World, address: Address, row: Row, *, exhaustive: bool = False) -> list[str]:
    if not row.outcomes:
        return [_row_to_add(address, row.verb, _outcomes(world, address, row))]
    roles = ROLES if exhaustive else sorted(row.sampled_roles(), key=ROLES.index)
    answers = {role: send_as(world, role, address, row) for role in roles}
    expected = row.outcome_by_role()
    faults = [
        f"{row.method} /{address.route}: {role} expected {expected[role]}, got {answer.outcome}"
        for role, answer in answers.items()
        if answer.outcome != expected[role]
    ]
    if faults:
        now = shortest_line(_outcomes(world, address, row))
        faults.append(f"  as it is now: outcomes = {now!r}")
    faults += [
        f"{row.method} /{address.route}: the answer to {role} lacks {answer.header_faults}"
        for role, answer in answers.items()
        if answer.header_faults
    ]
    return faults + [
        f"{row.method} /{address.route}: {role} got {answer.outcome}, wrote {answer.written_tables}"
        for role, answer in answers.items()
        if answer.written_tables and (row.verb in _SAFE or answer.outcome in REFUSED)
    ]


def _outcomes(world: World, address: Address, row: Row) -> dict[str, str]:
    return {role: send_as(world, role, address, row).outcome for role in ROLES}


def _row_to_add(address: Address, verb: str, outcomes: dict[str, str]) -> str:
    return (
        f"{verb} /{address.route} has no row. Decide on the outcomes, then add them to one of "
        f"{FOLDER.name}/*.toml; as it is now:\n\n"
        f'["{address.route}"]\n{verb} = "{shortest_line(outcomes)}"\n'
    )


def _probes(address: Address, verb: str, *, exhaustive: bool) -> tuple[str, ...]:
    """Return who tries a method without a row; in a sample one, whom the address chooses."""
    if exhaustive:
        return _PROBES if verb == "POST" else _PROBES[1::2]
    return (_PROBES[crc32(f"{address.route} {verb}".encode()) % len(_PROBES)],)


def _faults_of_unlisted_methods(
    world: World, address: Address, rows: dict[str, Row], *, exhaustive: bool
) -> list[str]:
    """List methods without a row that change or show something to any role."""
    faults = []
    listed = {row.verb for row in rows.values()}
    for verb in ("POST", "PUT", "DELETE"):
        if verb in listed:
            continue
        row = Row(address.route, verb, "")
        for role in _probes(address, verb, exhaustive=exhaustive):
            answer: Answer = send_as(world, role, address, row)
            # The tables list only POST; the other methods must do nothing.
            opened = answer.outcome not in REFUSED if verb == "POST" else answer.outcome[0] == "5"
            if opened or answer.written_tables:
                faults.append(_row_to_add(address, verb, _outcomes(world, address, row)))
                break
    return faults


def _at(route: str) -> Address:
    return next(address for address in addresses() if address.route == route)


def test_address_without_a_row_reports_the_line_to_add(world: World) -> None:
    faults = _faults(world, _at("healthz"), Row("healthz", "GET", ""))
    assert len(faults) == 1
    assert '["healthz"]\nGET = "200 *"' in faults[0]


def test_other_outcome_reports_the_line_as_it_is_now(world: World) -> None:
    faults = _faults(
        world, _at("pesan/"), Row("pesan/", "GET", "404 owner | sign-in visitor unverified | 200 *")
    )
    assert faults == [
        "GET /pesan/: owner expected 404, got 200",
        "  as it is now: outcomes = 'sign-in visitor unverified | 200 *'",
    ]


def test_page_that_writes_is_reported(world: World) -> None:
    address = _at("pengajuan/<int:application_id>/tarik/")
    row = Row(address.route, "POST", "302 *", at="submitted")
    assert "applications_application" in send_as(world, "owner", address, row).written_tables
    assert send_as(world, "other_owner", address, row).written_tables == ()


def test_missing_headers_are_reported() -> None:
    answer = HttpResponse("<p>halo</p>")
    answer.wsgi_request = RequestFactory().get("/")  # type: ignore[attr-defined]
    answer.set_cookie("sessionid", "x")
    assert header_faults(answer, is_signed_in=True) == (
        "nosniff", "no frames", "no referrer", "not cached", "policy", "cookies",
    )  # fmt: skip
