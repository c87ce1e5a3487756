"""Every door, every role: what `tests/access/*.toml` says is what happens, and nothing is unsaid.

The addresses come from Django's resolver and the methods of the API from its views, so a new one
fails here until somebody wrote down who gets in.
"""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from drf_spectacular.generators import SchemaGenerator

from tests.access.addresses import Address, addresses
from tests.access.people import ROLES
from tests.access.requests import REFUSED, Answer, knock, manners
from tests.access.tables import FOLDER, Row, tables, written
from tests.access.world import House

# Marked so that a test database is made; the house below holds the one transaction for them all.
pytestmark = pytest.mark.django_db
# Who tries the methods that a page does not speak of: one of each kind is enough.
_PROBES = ("visitor", "owner", "verifier", "superuser")
_SAFE = ("GET", "HEAD")


@pytest.fixture
def _django_db_helper() -> None:
    """In place of pytest-django's, which would end the house's transaction after every test."""


@pytest.fixture(scope="module")
def house(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Built once in a transaction that never ends well; each knock is a savepoint in it."""
    # Thousands of refusals are meant; each would be written down with its traceback.
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock(), transaction.atomic():
        assert str(connection.settings_dict["NAME"]).startswith("test_")
        yield House(tmp_path_factory.mktemp("house"))
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


def _rows(address: Address) -> dict[str, Row]:
    return tables().get(address.route, {})


def _wanted(address: Address) -> tuple[str, ...]:
    return address.methods or ("GET",)


def test_every_row_has_an_address() -> None:
    known = {address.route: address for address in addresses()}
    assert sorted(set(tables()) - set(known)) == []
    lost = [
        f"{route} {row.method}"
        for route, rows in tables().items()
        for row in rows.values()
        if known[route].is_api and row.verb not in known[route].methods
    ]
    assert lost == []


def test_every_operation_of_the_schema_is_an_address() -> None:
    described: Any = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    operations = {
        (method.upper(), path) for path, methods in described["paths"].items() for method in methods
    }
    walked = {
        (method, address.path({part: "{" + part + "}" for part in _parts(address)}))
        for address in addresses()
        if address.is_api and address.route != "api/schema/"
        for method in address.methods
    }
    assert walked == operations


def _parts(address: Address) -> list[str]:
    return [piece.split(":")[-1] for piece in address.route.replace(">", "<").split("<")[1::2]]


@pytest.mark.parametrize("address", addresses(), ids=lambda address: address.route or "home")
def test_who_gets_in(address: Address, house: House, settings: Any) -> None:
    settings.STORAGES["documents"]["OPTIONS"]["location"] = house.folder
    rows = _rows(address)
    for verb in _wanted(address):
        if not any(row.verb == verb for row in rows.values()):
            rows = {**rows, verb: Row(address.route, verb, "")}
    faults: list[str] = []
    for row in rows.values():
        faults += _faults(house, address, row)
    if not address.is_api:
        faults += _unspoken(house, address, rows)
    assert not faults, "\n" + "\n".join(faults)


def _faults(house: House, address: Address, row: Row) -> list[str]:
    answers = {role: knock(house, role, address, row) for role in ROLES}
    outcomes = {role: answer.outcome for role, answer in answers.items()}
    if not row.who:
        return [_missing(address, row.verb, outcomes)]
    expected = row.expected()
    faults = [
        f"{row.method} /{address.route}: {role} expected {expected[role]}, got {outcomes[role]}"
        for role in ROLES
        if outcomes[role] != expected[role]
    ]
    if faults:
        faults.append(f"  as it is now: who = {written(outcomes)!r}")
    faults += [
        f"{row.method} /{address.route}: the answer to {role} lacks {answer.rude}"
        for role, answer in answers.items()
        if answer.rude
    ]
    return faults + [
        f"{row.method} /{address.route}: {role} got {answer.outcome} and wrote {answer.wrote}"
        for role, answer in answers.items()
        if answer.wrote and (row.verb in _SAFE or answer.outcome in REFUSED)
    ]


def _missing(address: Address, verb: str, outcomes: dict[str, str]) -> str:
    return (
        f"{verb} /{address.route} has no row. Decide who may, then write it into one of "
        f"{FOLDER.name}/*.toml; as it is now:\n\n"
        f'["{address.route}"]\n{verb} = "{written(outcomes)}"\n'
    )


def _unspoken(house: House, address: Address, rows: dict[str, Row]) -> list[str]:
    """Methods without a row change nothing and open nothing, whoever tries."""
    faults = []
    spoken = {row.verb for row in rows.values()}
    for verb in ("POST", "PUT", "DELETE"):
        if verb in spoken:
            continue
        row = Row(address.route, verb, "unspoken")
        for role in _PROBES if verb == "POST" else _PROBES[1::2]:
            answer: Answer = knock(house, role, address, row)
            # Only POST is spoken of in the tables; the others need only do nothing.
            opened = answer.outcome not in REFUSED if verb == "POST" else answer.outcome[0] == "5"
            if opened or answer.wrote:
                outcomes = {r: knock(house, r, address, row).outcome for r in ROLES}
                faults.append(_missing(address, verb, outcomes))
                break
    return faults


def _at(route: str) -> Address:
    return next(address for address in addresses() if address.route == route)


def test_a_door_without_a_row_tells_the_line_to_write(house: House) -> None:
    told = _faults(house, _at("healthz"), Row("healthz", "GET", ""))
    assert len(told) == 1
    assert '["healthz"]\nGET = "200 *"' in told[0]


def test_another_outcome_is_told_with_the_line_as_it_is(house: House) -> None:
    told = _faults(
        house, _at("pesan/"), Row("pesan/", "GET", "404 owner | in visitor half | 200 *")
    )
    assert told == [
        "GET /pesan/: owner expected 404, got 200",
        "  as it is now: who = 'in visitor half | 200 *'",
    ]


def test_a_page_that_writes_is_noticed(house: House) -> None:
    address = _at("pengajuan/<int:application_id>/tarik/")
    row = Row(address.route, "POST", "302 *", at="submitted")
    assert "applications_application" in knock(house, "owner", address, row).wrote
    assert knock(house, "stranger", address, row).wrote == ()


def test_bad_manners_are_noticed() -> None:
    bare = HttpResponse("<p>halo</p>")
    bare.wsgi_request = RequestFactory().get("/")  # type: ignore[attr-defined]
    bare.set_cookie("sessionid", "x")
    assert manners(bare, known=True) == (
        "nosniff", "no frames", "no referrer", "kept private", "policy", "cookies",
    )  # fmt: skip
