"""Two leads at one draft: neither overwrites the other, and nothing changes what is published."""

import itertools
import re
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from accounts.enums import Role
from accounts.models import User
from common.dates import clock
from programs.models import Edition, Rule
from programs.selectors.edition_rows import version_of, version_of_all, with_rows
from programs.services.edition_deletion import delete_draft
from programs.services.edition_rows import Place, delete_row, save_row
from programs.services.editions import draft_successor, publish
from tests.factories.accounts import OfficialFactory
from tests.races.interleaver import Work
from tests.races.trial import Scenario

pytestmark = pytest.mark.usefixtures("transactional_db")
Explore = Callable[[Scenario, int], None]
TRIALS = 60
# Of works that begin with the lock of the scheme, so that little can interleave.
FEW = 12
# The tables of an edition are what two leads share; for applicants they never change.
TABLES = re.compile(r'"programs_(edition|rule)"')
numbers = itertools.count(1)


def _drafts(count: int) -> Sequence[tuple[User, Rule]]:
    lead = OfficialFactory(role=Role.ADMIN, regency=None)
    current = Edition.objects.get(scheme__code="kur-mikro", code="2026")
    day = clock.today() + timedelta(days=2000)
    found = []
    for _each in range(count):
        number = next(numbers)
        draft = draft_successor(
            lead,
            current,
            code=f"uji-{number}",
            valid_from=day + timedelta(days=2 * number),
            legal_basis=current.legal_basis,
        )
        found.append((lead, draft.rules.get(key="annual_rate")))
    return found


def _save(pair: tuple[User, Rule], value: str) -> Work:
    lead, rule = pair
    seen = version_of(rule)
    row = Rule.objects.get(pk=rule.pk)
    row.value = value
    return lambda: save_row(lead, row, version=seen, place=Place(None))


def _delete(lead: User, rule: Rule) -> Work:
    row, seen = Rule.objects.get(pk=rule.pk), version_of(rule)
    return lambda: delete_row(lead, row, version=seen)


def _values(pair: tuple[User, Rule]) -> tuple[object, list[str]]:
    rows = Rule.objects.filter(edition_id=pair[1].edition_id, key="annual_rate")
    places = Rule.objects.filter(edition_id=pair[1].edition_id).values_list("position", flat=True)
    twice = ["two rows in one place"] if len({*places}) != len(places) else []
    return list(rows.values_list("value", flat=True)), twice


def test_two_leads_save_one_row(explored: Explore) -> None:
    scenario = Scenario(
        "two leads save one row",
        things=_drafts,
        works=lambda pair: (_save(pair, "0.07"), _save(pair, "0.08")),
        look=_values,
        results=[(None, "row_changed"), ("row_changed", None)],
        tables=TABLES,
    )
    explored(scenario, TRIALS)


def test_a_row_is_saved_while_it_is_deleted(explored: Explore) -> None:
    scenario = Scenario(
        "a row is saved while it is deleted",
        things=_drafts,
        works=lambda pair: (_save(pair, "0.07"), _delete(*pair)),
        look=_values,
        results=[(None, "row_changed"), ("row_gone", None)],
        tables=TABLES,
    )
    explored(scenario, TRIALS)


def test_a_row_is_saved_while_its_edition_is_published(explored: Explore) -> None:
    def look(pair: tuple[User, Rule]) -> tuple[object, list[str]]:
        edition = Edition.objects.get(pk=pair[1].edition_id)
        values, wrong = _values(pair)
        return (edition.status, values), wrong

    scenario = Scenario(
        "a row is saved while its edition is published",
        things=_drafts,
        # A figure that no edition is published with: what was checked must be what is in force.
        works=lambda pair: (
            _save(pair, "tujuh persen"),
            lambda: publish(pair[0], pair[1].edition_id).status,
        ),
        look=look,
        results=[(None, "rule_not_readable"), ("not_draft", "published")],
        tables=TABLES,
    )
    explored(scenario, TRIALS)


def test_a_draft_is_deleted_while_it_is_published_or_written(explored: Explore) -> None:
    def seen(pair: tuple[User, Rule]) -> str:
        return version_of_all(with_rows(Edition.objects.get(pk=pair[1].edition_id)))

    def discard(pair: tuple[User, Rule]) -> Work:
        lead, rule = pair
        version = seen(pair)
        return lambda: delete_draft(lead, rule.edition_id, version=version)

    def look(pair: tuple[User, Rule]) -> tuple[object, list[str]]:
        status = Edition.objects.filter(pk=pair[1].edition_id).values_list("status", flat=True)
        has_rows = Rule.objects.filter(edition_id=pair[1].edition_id).exists()
        return list(status), [] if has_rows is status.exists() else ["half of it is gone"]

    published = Scenario(
        "a draft is deleted while it is published",
        things=_drafts,
        works=lambda pair: (
            discard(pair),
            lambda: publish(pair[0], pair[1].edition_id).status,
        ),
        look=look,
        results=[(None, "draft_gone"), ("not_draft", "published")],
        tables=TABLES,
    )
    explored(published, FEW)
    written = Scenario(
        "a draft is deleted while a row of it is saved",
        things=_drafts,
        works=lambda pair: (discard(pair), _save(pair, "0.07")),
        look=look,
        results=[(None, "draft_gone"), ("draft_changed", None)],
        tables=TABLES,
    )
    explored(written, FEW)
