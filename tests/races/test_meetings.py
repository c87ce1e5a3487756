"""What must happen once although two request it at once: drafts, registrations, keys, messages."""

import csv
import itertools
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.enums import Role
from accounts.models import User
from applications.models import Application
from applications.services.drafts import create_draft
from applications.services.transitions import perform
from common.dates import clock
from enterprises.models import Enterprise
from enterprises.services.claims import claim
from enterprises.services.cleaning import clean
from enterprises.services.registration import register
from financing.models import SikpExportLine
from financing.services import sikp
from financing.services.borrowers import store_particulars
from notifications.models import OutboxMessage
from notifications.services.claiming import claim_due
from notifications.services.outbox import enqueue
from registers.services.importing import import_file
from reports.enums import ExportState
from reports.models import ExportJob
from reports.services import exports
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory, owned_enterprise, typed_enterprise
from tests.factories.programs import ANSWERS, cast_of, make_application, particulars
from tests.races.interleaver import Work
from tests.races.trial import Scenario

Explore = Callable[[Scenario, int], None]
TRIALS = 60
numbers = itertools.count(1000)


@pytest.fixture(autouse=True)
def _no_end_of_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one person register in every trial; how many a day is tried elsewhere."""
    monkeypatch.setattr("enterprises.services.tries.OWNER_TRIES", 1_000_000)


def _many(make: Callable[[], Any]) -> Callable[[int], Sequence[Any]]:
    return lambda count: [make() for _number in range(count)]


def _try(explored: Explore, name: str, trials: int = TRIALS, **parts: Any) -> None:
    explored(Scenario(name, **parts), trials)


# Drafts


def _open(owner: User, enterprise: Enterprise) -> Work:
    return lambda: (
        create_draft(owner, scheme="kur-mikro", enterprise_id=enterprise.pk, answers=ANSWERS).state
    )


def _files_of(enterprise: Enterprise) -> list[str]:
    return sorted(enterprise.applications.values_list("state", flat=True))


@pytest.mark.usefixtures("transactional_db")
def test_one_open_application(explored: Explore) -> None:
    _try(
        explored,
        "two drafts",
        things=_many(owned_enterprise),
        works=lambda pair: (_open(*pair), _open(*pair)),
        look=lambda pair: (_files_of(pair[1]), []),
    )


@pytest.mark.usefixtures("transactional_db")
def test_a_draft_while_the_last_one_is_withdrawn(explored: Explore) -> None:
    def withdraw(owner: User, enterprise: Enterprise) -> Work:
        standing = Application.objects.get(enterprise=enterprise)
        return lambda: perform(owner, standing.pk, "withdraw").state

    def begun() -> tuple[User, Enterprise]:
        pair = owned_enterprise()
        _open(*pair)()
        return pair

    _try(
        explored,
        "draft, withdraw",
        things=_many(begun),
        works=lambda pair: (_open(*pair), withdraw(*pair)),
        look=lambda pair: (_files_of(pair[1]), []),
    )


# Registrations


def _typed(**changes: str) -> dict[str, Any]:
    number = next(numbers)
    return typed_enterprise(number, **changes)


def _register(actor: User, typed: dict[str, Any]) -> Work:
    data = clean(typed, today=clock.today())

    def work() -> str:
        register(actor, data)
        return "registered"

    return work


def _owned(nib: str) -> tuple[Any, list[str]]:
    found = Enterprise.objects.filter(nib=nib)
    return [each.members.count() for each in found], []


@pytest.mark.usefixtures("transactional_db")
def test_two_people_register_one_nib(explored: Explore) -> None:
    people = UserFactory(), UserFactory()
    _try(
        explored,
        "two registrations of one NIB",
        things=_many(_typed),
        works=lambda typed: [_register(person, typed) for person in people],
        look=lambda typed: _owned(typed["nib"]),
    )


@pytest.mark.usefixtures("transactional_db")
def test_two_people_register_one_nik(explored: Explore) -> None:
    people = UserFactory(), UserFactory()

    def look(typed: dict[str, Any]) -> tuple[Any, list[str]]:
        index = Enterprise.nik.index_of(typed["nik"])
        return Enterprise.objects.filter(nik_index=index).count(), []

    _try(
        explored,
        "two registrations of one NIK",
        things=_many(_typed),
        works=lambda typed: (
            _register(people[0], typed),
            _register(people[1], {**typed, "nib": _typed()["nib"]}),
        ),
        look=look,
    )


@pytest.mark.usefixtures("transactional_db")
def test_two_people_claim_one_enterprise(explored: Explore) -> None:
    def claimed(enterprise: Enterprise) -> Work:
        person = UserFactory()
        return lambda: claim(person, str(enterprise.nib), enterprise.nik).state

    _try(
        explored,
        "two claims",
        things=_many(EnterpriseFactory),
        works=lambda enterprise: (claimed(enterprise), claimed(enterprise)),
        look=lambda enterprise: _owned(enterprise.nib),
    )


# Imports


def _register_file(folder: Path) -> Path:
    rows = [{**_typed(), "regency": "35.78", "founded_on": "2019-08-17"} for _row in range(3)]
    path = folder / f"{next(numbers)}.csv"
    with path.open("w", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def _nibs(path: Path) -> list[str]:
    with path.open(newline="") as rows:
        return [row["nib"] for row in csv.DictReader(rows)]


def _imported(path: Path) -> tuple[Any, list[str]]:
    return Enterprise.objects.filter(nib__in=_nibs(path)).count(), []


def _import(path: Path) -> Work:
    def work() -> tuple[int, ...]:
        report = import_file(path)
        return report.created, report.updated, report.unchanged, report.bad

    return work


@pytest.mark.usefixtures("transactional_db")
def test_two_imports_of_one_file(explored: Explore, tmp_path: Path) -> None:
    _try(
        explored,
        "two imports of one file",
        things=_many(lambda: _register_file(tmp_path)),
        works=lambda path: (_import(path), _import(path)),
        look=_imported,
    )


@pytest.mark.usefixtures("transactional_db")
def test_an_import_and_a_registration(explored: Explore, tmp_path: Path) -> None:
    """The owner registers while the office imports the same enterprise with other figures."""
    person = UserFactory()

    def works(path: Path) -> Sequence[Work]:
        with path.open(newline="") as rows:
            typed = next(csv.DictReader(rows))
        return _import(path), _register(person, {**typed, "workers": "9"})

    _try(
        explored,
        "import, registration",
        things=_many(lambda: _register_file(tmp_path)),
        works=works,
        look=_imported,
    )


# Keys of repeated requests


def _post(owner: User, enterprise: Enterprise, key: str, amount: int) -> Work:
    client = APIClient()
    client.force_authenticate(owner)
    body = {
        "scheme": "kur-mikro",
        "enterprise": enterprise.pk,
        "answers": {"requested_amount": amount},
    }

    def work() -> tuple[int, str]:
        answer = client.post(
            "/api/v1/applications/", body, format="json", headers={"Idempotency-Key": key}
        )
        data = answer.json()
        return answer.status_code, data.get("state") or data["errors"][0]["code"]

    return work


DONE, BUSY = (201, "draft"), (409, "idempotency_in_progress")


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize(("name", "amount"), [("same", 40_000_000), ("other", 50_000_000)])
def test_one_key_on_two_connections(name: str, amount: int, explored: Explore) -> None:
    _try(
        explored,
        f"one key, {name} body",
        things=_many(owned_enterprise),
        works=lambda pair: (
            _post(pair[0], pair[1], f"k{pair[1].pk}", 40_000_000),
            _post(pair[0], pair[1], f"k{pair[1].pk}", amount),
        ),
        look=lambda pair: (_files_of(pair[1]), []),
        also=frozenset({(DONE, BUSY), (BUSY, DONE)}),
    )


# Messages


@pytest.mark.usefixtures("transactional_db")
def test_two_workers_claim_messages(explored: Explore) -> None:
    person = UserFactory()

    def written() -> list[Any]:
        # Due only when its own trial begins: an earlier trial would claim it.
        return []

    def works(ids: list[Any]) -> Sequence[Work]:
        OutboxMessage.objects.filter(finished_at=None).update(finished_at=clock.now())
        ids += [enqueue(key="uji", recipient=person, context={}).pk for _row in range(6)]
        return [lambda: len(claim_due(limit=4)) for _worker in range(2)]

    def look(ids: list[Any]) -> tuple[Any, list[str]]:
        return sorted(OutboxMessage.objects.filter(pk__in=ids).values_list("attempts")), []

    _try(explored, "two workers claim", things=_many(written), works=works, look=look)


# Exports


@pytest.fixture(scope="module")
def reader(transactional_db: None) -> User:
    return OfficialFactory(role=Role.STAFF, regency=None)


def test_two_tabs_ask_for_one_export(explored: Explore, reader: User) -> None:
    days = itertools.count(1)

    def filters() -> dict[str, str]:
        # Not the years of the next test, which may run before this one.
        return {"submitted_from": f"{2030 + next(days):04d}-01-01"}

    def works(raw: dict[str, str]) -> Sequence[Work]:
        _forget_exports()
        return [lambda: exports.request_export(reader, "applications", raw, "csv").state] * 2

    _try(
        explored,
        "two requests for one export",
        things=_many(filters),
        works=works,
        look=lambda raw: (ExportJob.objects.filter(filters=raw).count(), []),
    )


def test_two_requests_do_not_both_take_the_last_place(explored: Explore, reader: User) -> None:
    def ask(year: int) -> ExportState:
        raw = {"submitted_from": f"{year}-01-01"}
        return ExportState(exports.request_export(reader, "applications", raw, "csv").state)

    def works(_trial: object) -> Sequence[Work]:
        _forget_exports()
        for year in range(2001, 2000 + exports.WAITING_AT_ONCE):
            ask(year)
        return [partial(ask, 2020), partial(ask, 2021)]

    def look(_trial: object) -> tuple[Any, list[str]]:
        waiting = ExportJob.objects.filter(state=ExportState.WAITING).count()
        return waiting, [] if waiting == exports.WAITING_AT_ONCE else [f"{waiting} wait"]

    _try(explored, "the last place", 20, things=_many(object), works=works, look=look)


def _forget_exports() -> None:
    ExportJob.objects.filter(state=ExportState.WAITING).update(state=ExportState.EXPIRED)


def test_two_officials_take_out_one_candidate(explored: Explore, reader: User) -> None:
    """The second official finds nothing left, so SIKP never gets one person twice."""

    def works(made: list[Application]) -> Sequence[Work]:
        people = cast_of()
        made.append(make_application(people, stage="recommendation"))
        store_particulars(people.owner, people.enterprise, particulars(), agrees=True)
        return [lambda: sikp.make_file(reader, "csv").export.rows for _official in range(2)]

    def look(made: list[Application]) -> tuple[Any, list[str]]:
        times = SikpExportLine.objects.filter(application__in=made).count()
        return times, [] if times == 1 else [f"taken out {times} times"]

    _try(explored, "two officials and SIKP", 20, things=_many(list), works=works, look=look)


def test_two_workers_make_one_export(explored: Explore, reader: User) -> None:
    def works(filters: dict[str, str]) -> Sequence[Work]:
        _forget_exports()
        exports.request_export(reader, "applications", filters, "csv")
        return exports.run_waiting, exports.run_waiting

    def look(filters: dict[str, str]) -> tuple[Any, list[str]]:
        job = ExportJob.objects.get(filters=filters)
        messages = OutboxMessage.objects.filter(key="export.ready", recipient=reader)
        found = job.state, exports.export_path(job).exists(), messages.count()
        messages.delete()
        return found, []

    days = itertools.count(1)
    _try(
        explored,
        "two workers make one export",
        trials=40,
        things=_many(lambda: {"submitted_to": f"{2000 + next(days):04d}-01-01"}),
        works=works,
        look=look,
    )
