"""The lists for the inspectorate."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from applications.models import Application
from applications.services.transitions import perform
from tests.applications.admin.backoffice import BACKEND, on
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.programs import Cast, cast_of, make_application

pytestmark = pytest.mark.django_db
PAGE = "/admin/pengawasan/"
PERIOD = "dari=2026-11-01&sampai=2026-11-30"
OWN_REASON = "Lapangan menunjukkan hal yang lain sama sekali."


def lists(user: User, name: str, period: str = PERIOD) -> Any:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client.get(f"{PAGE}?daftar={name}&{period}")


def numbers(user: User, name: str, period: str = PERIOD) -> list[str]:
    return [each["number"] for each in lists(user, name, period).context["events"]]


def auditor(regency: str | None = None) -> User:
    user: User = OfficialFactory(role=Role.AUDITOR, regency=regency)
    return user


def decided(
    cast: Cast, day: int, *, minutes: int = 60, opinion: str = "positive", name: str = "approve"
) -> Application:
    """Return a file that came to the decider on a day of November and was decided after minutes."""
    with time_machine.travel(on(day), tick=False) as now:
        file = make_application(cast, stage="decision", opinion=opinion)
        now.shift(timedelta(minutes=minutes))
        return perform(cast.decider, file.pk, name, reason=OWN_REASON)


def test_decisions_against_the_recommendation_are_listed() -> None:
    decided(cast_of(), 10)
    against = decided(cast_of(), 11, opinion="negative")
    answer = lists(auditor(), "berlawanan")
    (row,) = answer.context["events"]
    assert (row["number"], row["what"], row["reason"]) == (
        against.number, "siap dibawa ke bank", OWN_REASON,
    )  # fmt: skip
    assert against.number in answer.content.decode()


def test_corrections_and_files_closed_early_are_listed() -> None:
    cast = cast_of()
    with time_machine.travel(on(10), tick=False):
        file = make_application(cast, stage="verification")
        perform(cast.verifier, file.pk, "request_revision", reason="Foto usaha kabur sekali.")
    decider = cast_of()
    closed = decided(decider, 11)
    with time_machine.travel(on(12), tick=False):
        perform(
            decider.decider, closed.pk, "complete", reason="Bank menutup tanpa kabar lagi.",
            data={"open_stages_confirmed": True},
        )  # fmt: skip
    assert numbers(auditor(), "pengecualian") == [closed.number, file.number]


def test_decisions_within_minutes_are_listed_with_the_minutes() -> None:
    decided(cast_of(), 10, minutes=10)
    quick = decided(cast_of(), 11, minutes=9)
    (row,) = lists(auditor(), "cepat").context["events"]
    assert (row["number"], row["waited"]) == (quick.number, "9 menit")


def test_the_same_pair_is_listed_from_five_files_on() -> None:
    cast = cast_of()
    for number in range(5):
        other = cast_of()
        cast.owner, cast.enterprise = other.owner, other.enterprise
        assert lists(auditor(), "pasangan").context["pairs"] == []
        decided(cast, 10 + number)
    (pair,) = lists(auditor(), "pasangan").context["pairs"]
    assert (pair.recommender, pair.decider, pair.files, pair.share) == (
        cast.analyst, cast.decider, 5, 100,
    )  # fmt: skip
    cast.decider = OfficialFactory(role=Role.DECIDER)
    other = cast_of()
    cast.owner, cast.enterprise = other.owner, other.enterprise
    decided(cast, 20)
    assert lists(auditor(), "pasangan").context["pairs"] == []


def test_what_must_never_be_is_counted_and_is_nothing() -> None:
    answer = lists(auditor(), "berlawanan")
    assert answer.context["figures"] == [("Data diteruskan tanpa persetujuan", 0)]
    assert "/admin/accounts/securityevent/?action__exact=exported" in answer.content.decode()
    assert lists(auditor("35.78"), "berlawanan").context["exports_url"] == ""


def test_an_auditor_sees_the_own_region_and_the_period() -> None:
    here = decided(cast_of("35.78"), 10, minutes=1)
    there = decided(cast_of("35.15"), 11, minutes=1)
    assert numbers(auditor("35.78"), "cepat") == [here.number]
    assert numbers(auditor("35.15"), "cepat") == [there.number]
    assert numbers(UserFactory(is_superuser=True, is_staff=True), "cepat") == [
        there.number, here.number,
    ]  # fmt: skip
    assert numbers(auditor(), "cepat", "dari=2026-11-11&sampai=2026-11-11") == [there.number]
    # At most a year before the last day.
    answer = lists(auditor(), "cepat", "dari=2001-01-01&sampai=2026-11-30")
    assert answer.context["days"].from_day == "2025-11-29"


@pytest.mark.parametrize("role", [Role.ADMIN, Role.STAFF, Role.VERIFIER, Role.DECIDER])
def test_it_is_for_auditors_only(role: Role) -> None:
    assert lists(OfficialFactory(role=role), "cepat").status_code == 403


@pytest.mark.parametrize("query", ["daftar=x", "dari=x&sampai=\0", "hal=x", "dari=2026-12-01"])
def test_a_wrong_address_shows_a_list_all_the_same(query: str) -> None:
    client = Client()
    client.force_login(auditor(), backend=BACKEND)
    assert client.get(f"{PAGE}?{query}", follow=True).status_code in (200, 400)


@pytest.mark.parametrize("name", ["berlawanan", "pengecualian", "cepat", "pasangan"])
def test_it_asks_the_same_for_any_number(name: str, django_assert_num_queries: Any) -> None:
    reader = auditor()
    client = Client()
    client.force_login(reader, backend=BACKEND)
    client.get(f"{PAGE}?daftar={name}&{PERIOD}")
    counts = []
    for day in (10, 11, 12):
        decided(cast_of(), day, minutes=1, opinion="negative")
        if day != 11:
            with django_assert_num_queries(QUERIES[name]):
                counts.append(client.get(f"{PAGE}?daftar={name}&{PERIOD}").status_code)
    assert counts == [200, 200]


# Three files make no pair, so nobody's name is read.
QUERIES = {"berlawanan": 8, "pengecualian": 7, "cepat": 8, "pasangan": 7}
