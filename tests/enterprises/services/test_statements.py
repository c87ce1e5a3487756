"""Who stated the particulars of an enterprise: written everywhere, accepted by the database."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from enterprises.models import Enterprise
from enterprises.services.cleaning import EnterpriseData, clean
from enterprises.services.nik_correction import correct_nik
from enterprises.services.registration import register, update
from tests.factories.accounts import HelperFactory, OfficialFactory, UserFactory
from tests.factories.enterprises import (
    EnterpriseFactory,
    MemberFactory,
    invented_nik,
    owned_enterprise,
    typed_enterprise,
)

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 11, 12, 3, 0, tzinfo=UTC)
# In Jakarta already the next day.
LATER = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
OWNER = {"by": "owner", "on": "2026-11-12"}


def cleaned(**changes: Any) -> EnterpriseData:
    return clean(typed_enterprise(**changes), today=date(2026, 11, 12))


def stated(enterprise: Enterprise) -> dict[str, Any]:
    enterprise.refresh_from_db()
    return dict(enterprise.stated)


def test_registering_states_what_was_filled_in_and_a_change_only_what_changed() -> None:
    owner = UserFactory()
    with time_machine.travel(FIRST, tick=False):
        created = register(owner, cleaned(phone=""))
    names = {
        "name", "legal_form", "nib", "nik", "npwp", "regency", "address", "sector", "kbli",
        "kbli_version", "founded_on", "owner_capital", "annual_sales", "workers",
    }  # fmt: skip
    # Neither an empty number nor a loan that nobody mentioned.
    assert stated(created) == dict.fromkeys(names, OWNER)
    with time_machine.travel(LATER, tick=False):
        update(owner, created, cleaned(phone="", workers="9", npwp="", loan_capital="1000"))
    new = {"by": "owner", "on": "2026-11-23"}
    expected = dict.fromkeys(names - {"npwp"}, OWNER) | {"workers": new, "loan_capital": new}
    assert stated(created) == expected
    with time_machine.travel(LATER, tick=False):
        # Only what was sent is stated.
        update(owner, created, cleaned(address="Jl. Baru", annual_sales="7"), names={"address"})
    assert stated(created) == expected | {"address": new}


def test_a_helper_an_official_and_a_check_are_told_apart() -> None:
    helper, owner = HelperFactory(), UserFactory()
    with time_machine.travel(FIRST, tick=False):
        helped = register(helper, cleaned())
        checked = register(owner, cleaned(number=1), checked=("annual_sales", "phone_x"))
        assert {each["by"] for each in stated(helped).values()} == {"helper"}
        said = {name for name, each in stated(checked).items() if each["by"] == "check"}
        assert said == {"annual_sales"}
        before = stated(checked)
        correct_nik(OfficialFactory(), checked, nik=invented_nik(77), reason="KTP asli dilihat.")
    assert stated(checked) == before | {"nik": {"by": "official", "on": "2026-11-12"}}
    # A helper who owns an enterprise acts for it as its owner.
    with time_machine.travel(FIRST, tick=False):
        own = MemberFactory(user=helper).enterprise
        data = clean(typed_enterprise(nib=own.nib, nik=own.nik), today=date(2026, 11, 12))
        update(helper, own, data, names={"address"})
    assert stated(own) == {"address": OWNER}


def test_a_nib_that_is_added_later_has_its_own_day() -> None:
    owner = UserFactory()
    with time_machine.travel(FIRST, tick=False):
        created = register(owner, cleaned(nib="", candidate="ya", annual_sales="", workers=""))
    assert stated(created)["candidate"] == OWNER
    assert {"nib", "annual_sales", "workers"} & stated(created).keys() == set()
    with time_machine.travel(LATER, tick=False):
        update(owner, created, cleaned())
    now = stated(created)
    assert now["nib"] == now["workers"] == {"by": "owner", "on": "2026-11-23"}
    assert "candidate" not in now
    assert now["address"] == OWNER


def test_the_database_takes_roles_and_days_only() -> None:
    _owner, enterprise = owned_enterprise()
    good = {"by": "owner", "on": "2026-11-12"}
    faulty: list[Any] = [
        [],
        "owner",
        1,
        {"workers": "owner"},
        {"workers": [good]},
        {"workers": None},
        {"workers": {}},
        {"workers": {"by": "owner"}},
        {"workers": {"by": "Siti Aminah", "on": "2026-11-12"}},
        {"workers": {"by": ["owner"], "on": "2026-11-12"}},
        {"workers": {"by": 5, "on": "2026-11-12"}},
        {"workers": {"by": "owner", "on": 20261112}},
        {"workers": {"by": "owner", "on": "2026-13-12"}},
        {"workers": good | {"name": "Siti Aminah"}},
        {"workers": good, "address": {"by": "owner\n", "on": "2026-11-12"}},
    ]
    for value in faulty:
        with (
            pytest.raises(IntegrityError, match="enterprise_stated_by_whom_and_when"),
            transaction.atomic(),
        ):
            Enterprise.objects.filter(pk=enterprise.pk).update(stated=value)
    Enterprise.objects.filter(pk=enterprise.pk).update(stated={"workers": good})
    assert stated(EnterpriseFactory()) == {}
