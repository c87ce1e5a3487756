"""Every list of the admin takes what it declares, and no look-up chosen by a visitor.

The lists come from the admin's registry, so a new one is covered too.
"""

import re
from itertools import count
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import EmptyResultSet
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from accounts.services.session_store import SessionStore
from tests.clients import as_superuser
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.enterprises import ClaimFactory
from tests.factories.reference import HolidayOverrideFactory
from tests.factories.second_factor import prove_again

pytestmark = pytest.mark.django_db
LISTS = sorted(admin.site._registry, key=lambda model: model._meta.label_lower)
# Names of columns that hold, or would hold, what opens something: as a word of the name.
SECRETS = re.compile(
    r"(^|_)(password|pin|digest|secret|token|cipher|index|sealed|session|data|key_hash)(_|$)"
)
LOOKUPS = (
    "startswith", "regex", "iregex", "in", "isnull", "gt", "range", "year", "contains", "exact",
    "search", "trigram_similar", "unaccent", "has_key", "length", "date__gt", "",
)  # fmt: skip
HOSTILE = (
    "a", "", "^pbkdf2", "(" * 200, "[", "9" * 40, "-1", "0x10", "NaN", "1e400", "true", "None",
    "2026-02-31", "1,2,3", "%", "\u0661\u0662", "👍" * 50, "x" * 5_000, "' OR 1=1 --", "{{7*7}}",
)  # fmt: skip
# Django reads 1,000 fields of a request and refuses more.
_MOST_FIELDS = 900
WINDOWS = {
    "_popup": "1", "_to_field": "password", "_facets": "True", "_changelist_filters": "a=b",
    "e": "1", "p": "9" * 30, "all": "", "o": "99.-98.x", "cursor": "eyJ4Ijo", "page": "-1",
}  # fmt: skip


@pytest.fixture
def admin_client(client: Client) -> Client:
    return prove_again(as_superuser(client, name="Admin"))


def _address(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def _paths(model: type[Model], depth: int = 1) -> list[str]:
    """Return every column of the model and of those that it is related to."""
    found = []
    for column in model._meta.get_fields():
        found.append(column.name)
        related = column.related_model
        if depth and isinstance(related, type):
            found += [f"{column.name}__{each}" for each in _paths(related, depth - 1)]
    return found


def _declared(model: type[Model]) -> set[str]:
    model_admin = admin.site._registry[model]
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_staff=True, is_active=True)
    request.session = SessionStore()
    cl: ChangeList = model_admin.get_changelist_instance(request)
    names = {name for spec in cl.filter_specs for name in spec.expected_parameters() if name}
    # Some of them show themselves only where they are set.
    names |= {name for each in cl.list_filter if (name := getattr(each, "parameter_name", ""))}
    if cl.date_hierarchy:
        names |= {f"{cl.date_hierarchy}__{part}" for part in ("year", "month", "day")}
    return names


def _undeclared(model: type[Model]) -> dict[str, str]:
    """Return look-ups on every column, each with some endings: as many as Django reads at once."""
    paths = [*_paths(model), "pk", "user__password", "tidak__ada", "__", "logentry__user"]
    endings = max(1, _MOST_FIELDS // len(paths))
    numbers = count()
    tried = {
        f"{path}__{LOOKUPS[number % len(LOOKUPS)]}".rstrip("_"): HOSTILE[number % len(HOSTILE)]
        for path in paths
        for number in [next(numbers) for _ending in range(min(endings, len(LOOKUPS)))]
    }
    declared = _declared(model)
    return {name: value for name, value in tried.items() if name not in declared}


def _sql(cl: Any) -> str:
    try:
        return str(cl.queryset.query)
    except EmptyResultSet:
        return "no rows"


@pytest.mark.sampled
@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label_lower)
def test_every_undeclared_lookup_leaves_the_list_as_it_is(
    model: type[Model], admin_client: Client
) -> None:
    tried = _undeclared(model) | WINDOWS
    assert len(tried) > 50
    plain = admin_client.get(_address(model))
    answer = admin_client.get(_address(model), tried)
    assert (plain.status_code, answer.status_code) == (200, 200)
    if "cl" not in plain.context:
        # The queue, a page of its own.
        return
    before, after = plain.context["cl"], answer.context["cl"]
    assert _sql(after) == _sql(before)
    # Nor does a link or a form of the list carry it on.
    assert set(after.params) <= {"o"}


@pytest.mark.sampled
@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label_lower)
def test_no_value_of_a_declared_filter_fails(model: type[Model], admin_client: Client) -> None:
    names = _declared(model) | {"q"}
    for value in HOSTILE[::3]:
        answer = admin_client.get(_address(model), {name: value for name in names})
        assert answer.status_code == 200 or answer["Location"] == _address(model), value


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label_lower)
def test_no_column_of_a_list_is_a_secret(model: type[Model]) -> None:
    model_admin = admin.site._registry[model]
    named = [
        *model_admin.list_display,
        *model_admin.search_fields,
        *getattr(model_admin, "word_fields", ()),
        *[each if isinstance(each, str) else "" for each in model_admin.list_filter],
        *[each[0] if isinstance(each, tuple) else "" for each in model_admin.list_filter],
        *(model_admin.ordering or ()),
        *_declared(model),
    ]
    assert [str(name) for name in named if SECRETS.search(str(name).replace("__", "_"))] == []


def test_a_hash_is_not_read_letter_by_letter(admin_client: Client) -> None:
    official: Any = OfficialFactory()
    addresses = {
        "/admin/accounts/user/": "password",
        "/admin/accounts/posting/": "user__password",
        "/admin/accounts/secondfactorreset/": "user__password",
        "/admin/enterprises/claim/": "claimant__password",
    }
    for address, column in addresses.items():
        found = [
            {row.pk for row in admin_client.get(address, query).context["cl"].result_list}
            for query in (
                {f"{column}__startswith": official.password[:4]},
                {f"{column}__startswith": "tidak-ada"},
                {f"{column}__regex": "^$"},
                {},
            )
        ]
        assert found == [found[-1]] * 4, address


def test_declared_filters_still_narrow_the_list(admin_client: Client) -> None:
    inside, outside = OfficialFactory(), OfficialFactory(is_active=False)
    people = "/admin/accounts/user/"

    def listed(**query: str) -> set[int]:
        cl = admin_client.get(people, query).context["cl"]
        return {row.pk for row in cl.result_list} & {inside.pk, outside.pk}

    assert listed(is_active__exact="1") == {inside.pk}
    assert listed(is_active__exact="0") == {outside.pk}
    assert listed(is_active__exact="0", password__startswith="x") == {outside.pk}


def test_one_unreadable_value_takes_off_its_filter_alone(admin_client: Client) -> None:
    claims = "/admin/enterprises/claim/"
    claim: Any = ClaimFactory()
    rows = admin_client.get(claims, {"state": "pending", "regency__in": "x"}).context["cl"]
    assert [row.pk for row in rows.result_list] == [claim.pk]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, 2),
        ({"date__year": "2020"}, 1),
        ({"date__year": "2020", "date__month": "1"}, 1),
        ({"date__year": "2020", "date__month": "1", "date__day": "2"}, 1),
        ({"date__year": "2020", "date__month": "2"}, 0),
        ({"date__year": "9999"}, 2),
        ({"date__year": "0"}, 2),
        ({"date__year": "dua ribu"}, 2),
        ({"date__year": "2020", "date__month": "13"}, 2),
        ({"date__month": "1"}, 2),
    ],
)
def test_a_span_of_days_is_taken_or_left_out_whole(
    admin_client: Client, query: dict[str, str], expected: int
) -> None:
    HolidayOverrideFactory(date="2020-01-02")
    HolidayOverrideFactory(date="2021-05-06")
    answer = admin_client.get("/admin/reference/holidayoverride/", query)
    assert (answer.status_code, len(answer.context["cl"].result_list)) == (200, expected)


def test_no_page_of_a_row_opens_as_a_second_window(admin_client: Client) -> None:
    person: Any = UserFactory()
    page = reverse("admin:accounts_user_change", args=[person.pk])
    answer = admin_client.get(page, {"_popup": "1", "_to_field": "password"})
    assert (answer.status_code, b'name="_popup"' in answer.content) == (200, False)
    by_hash = reverse("admin:accounts_user_change", args=[person.password])
    assert admin_client.get(by_hash, {"_to_field": "password"}).status_code in (302, 404)


@pytest.mark.sampled
@pytest.mark.parametrize("value", HOSTILE)
def test_suggestions_take_no_other_column(admin_client: Client, value: str) -> None:
    query = {"app_label": "accounts", "model_name": "posting", "field_name": value, "term": value}
    assert admin_client.get("/admin/autocomplete/", query).status_code in (400, 403, 404)
    query |= {"field_name": "user", "password__startswith": "a"}
    assert admin_client.get("/admin/autocomplete/", query).status_code in (200, 403)


@pytest.mark.parametrize("name", ["index", "reports_applications", "registers_import"])
def test_lists_of_our_own_take_hostile_parameters(admin_client: Client, name: str) -> None:
    for value in HOSTILE:
        query = {each: value for each in (*WINDOWS, "q", "state", "regency", "scheme", "stage")}
        answer = admin_client.get(f"{reverse(f'admin:{name}')}?{urlencode(query)}")
        assert answer.status_code < 500, value
