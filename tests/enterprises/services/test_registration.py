"""Registering an enterprise, and changing its profile."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction

from accounts.enums import ConsentPurpose, Role
from accounts.models import User
from common.errors import Conflict, InvalidInput, NotPermitted, TooManyRequests
from enterprises.enums import ClaimState, MemberRole
from enterprises.models import Enterprise, Member
from enterprises.services import registration
from enterprises.services.claims import claim
from enterprises.services.cleaning import EnterpriseData, clean
from enterprises.services.registration import register, update
from tests.factories.accounts import HelperFactory, OfficialFactory, UserFactory
from tests.factories.enterprises import (
    EnterpriseFactory,
    invented_nik,
    owned_enterprise,
    typed_enterprise,
)

pytestmark = pytest.mark.django_db


def cleaned(number: int = 0, **changes: Any) -> EnterpriseData:
    return clean(typed_enterprise(number, **changes), today=date(2026, 11, 23))


def refusal(actor: User, data: EnterpriseData) -> Conflict:
    with pytest.raises(Conflict) as refused:
        register(actor, data)
    return refused.value


@time_machine.travel(datetime(2026, 11, 23, 3, 0, tzinfo=UTC), tick=False)
def test_the_actor_becomes_owner() -> None:
    owner = UserFactory()
    created = register(owner, cleaned())
    stored = Enterprise.objects.get(pk=created.pk)
    assert (stored.nik, stored.npwp, stored.regency_id) == (
        invented_nik(500),
        "131752941565000",
        "35.78",
    )
    assert stored.created_at == stored.updated_at == datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    member = Member.objects.get()
    assert (member.user, member.role, member.consent) == (owner, MemberRole.OWNER, None)


def test_a_helper_joins_with_recorded_consent() -> None:
    helper = HelperFactory()
    register(helper, cleaned(), channel="api")
    member = Member.objects.get()
    assert member.role == MemberRole.HELPER
    assert member.consent is not None
    assert (member.consent.text.purpose, member.consent.channel) == (
        ConsentPurpose.ON_BEHALF,
        "api",
    )


def test_nik_and_npwp_are_not_stored_in_the_clear() -> None:
    created = register(UserFactory(), cleaned())
    stored = Enterprise.objects.filter(pk=created.pk).values().get()
    assert invented_nik(500).encode() not in bytes(stored["nik_cipher"])
    assert b"131752941565000" not in bytes(stored["npwp_cipher"] or b"")


def test_a_taken_nib_leads_to_the_claim_and_tells_not_whether_anybody_holds_it() -> None:
    _other, held = owned_enterprise()
    errors = [
        refusal(UserFactory(), cleaned(nib=enterprise.nib))
        for enterprise in (EnterpriseFactory(), held)
    ]
    assert {(error.code, error.field, error.message) for error in errors} == {
        ("nib_taken", "nib", errors[0].message)
    }
    assert [error.params for error in errors] == [{}, {}]
    assert "/usaha/klaim/" in errors[0].message


@pytest.mark.parametrize(("factory", "limit"), [(UserFactory, 20), (HelperFactory, 100)])
def test_refused_and_new_ones_count_together(factory: type[UserFactory], limit: int) -> None:
    _other, held = owned_enterprise()
    actor = factory()
    with time_machine.travel(datetime(2026, 11, 23, 3, 0, tzinfo=UTC), tick=False) as clock:
        for turn in range(limit):
            if turn % 5 == 0:
                register(actor, cleaned(turn))
            else:
                refusal(actor, cleaned(nib=held.nib))
        for _turn in range(2):
            with pytest.raises(TooManyRequests) as refused:
                register(actor, cleaned(999))
            assert refused.value.code == "registration_limit"
            assert refused.value.params == {"wait": 14 * 3600}
            assert str(limit) in refused.value.message
        # Each person is counted for themselves, and a claim is still possible.
        assert refusal(factory(), cleaned(nib=held.nib)).code == "nib_taken"
        assert claim(actor, str(held.nib), invented_nik(1)).state == ClaimState.PENDING
        clock.shift(timedelta(hours=14))
        register(actor, cleaned(999))


def test_a_rolled_back_refusal_is_counted_too() -> None:
    _other, held = owned_enterprise()
    actor = UserFactory()
    for _turn in range(20):
        with pytest.raises(Conflict), transaction.atomic():
            register(actor, cleaned(nib=held.nib))
    with pytest.raises(TooManyRequests):
        register(actor, cleaned())


def test_a_second_click_finds_the_own_enterprise() -> None:
    owner = UserFactory()
    created = register(owner, cleaned())
    error = refusal(owner, cleaned())
    assert (error.code, error.params) == ("nib_yours", {"enterprise": created.pk})


def test_a_nik_is_unique_among_sole_proprietors_only() -> None:
    owner = UserFactory()
    first = register(owner, cleaned())
    error = refusal(owner, cleaned(1, nik=invented_nik(500)))
    assert (error.code, error.field) == ("nik_yours", "nik")
    assert error.params == {"enterprise": first.pk}
    error = refusal(UserFactory(), cleaned(1, nik=invented_nik(500)))
    assert (error.code, error.field, error.params) == ("nik_taken", "nik", {})
    for number, form in enumerate(("pt", "cv", "koperasi", "pt_perorangan", "kelompok"), 2):
        register(owner, cleaned(number, nik=invented_nik(500), legal_form=form))
    assert Enterprise.objects.count() == 6


@pytest.mark.parametrize(
    ("changes", "code"), [({"number": 0}, "nib_taken"), ({"number": 1}, "nik_taken")]
)
def test_the_slower_of_two_requests_gets_the_same_error(
    changes: dict[str, int], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(UserFactory(), cleaned())
    checks = iter([lambda *_all: None, registration._refuse_taken])
    monkeypatch.setattr(registration, "_refuse_taken", lambda *all_: next(checks)(*all_))
    error = refusal(UserFactory(), cleaned(**changes, nik=invented_nik(500)))
    assert error.code == code
    assert (Enterprise.objects.count(), Member.objects.count()) == (1, 1)


def test_the_owner_changes_the_profile() -> None:
    owner, enterprise = owned_enterprise()
    fixed: dict[str, Any] = {"nib": enterprise.nib, "nik": enterprise.nik}
    update(owner, enterprise, cleaned(**fixed, name="Mebel Baru", npwp="", annual_sales="5"))
    enterprise = Enterprise.objects.get(pk=enterprise.pk)
    assert (enterprise.name, enterprise.npwp, enterprise.annual_sales) == ("Mebel Baru", "", 5)
    assert enterprise.nik == fixed["nik"]


def test_identifying_fields_stay() -> None:
    owner, enterprise = owned_enterprise()
    with pytest.raises(InvalidInput) as refused:
        update(owner, enterprise, cleaned(legal_form="cv"))
    assert [(e.field, e.code) for e in refused.value.errors] == [
        ("nib", "not_editable"),
        ("nik", "not_editable"),
        ("legal_form", "not_editable"),
    ]


def test_strangers_and_former_members_change_nothing() -> None:
    owner, enterprise = owned_enterprise()
    data = cleaned(nib=enterprise.nib, nik=enterprise.nik)
    with pytest.raises(NotPermitted):
        update(UserFactory(), enterprise, data)
    Member.objects.update(until=enterprise.created_at)
    with pytest.raises(NotPermitted):
        update(owner, enterprise, data)


def test_an_official_registers_nothing() -> None:
    official = OfficialFactory(role=Role.STAFF, regency=None)
    with pytest.raises(NotPermitted):
        register(official, cleaned(), channel="web")
    with pytest.raises(NotPermitted):
        claim(official, "1234567890123", invented_nik(1), channel="web")


@pytest.mark.parametrize("name", ["\u200b", "\ufeff", "-", "Caf\ufffd", "\ue000"])
def test_a_name_that_says_nothing_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput):
        cleaned(name=name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Mebel\u202eabc", "Mebelabc"),
        ("Jati\u2028Jaya", "Jati Jaya"),
        ("Ｊａｔｉ\u00ad ７", "Jati 7"),
    ],
)
def test_a_name_is_kept_as_people_see_it(typed: str, name: str) -> None:
    assert cleaned(name=typed).name == name
