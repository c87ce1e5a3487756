"""Registering an enterprise, and changing its profile."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from accounts.enums import ConsentPurpose, Role
from accounts.models import User
from common.errors import Conflict, InvalidInput, NotPermitted
from enterprises.enums import MemberRole
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


def test_an_unclaimed_nib_leads_to_the_claim() -> None:
    imported = EnterpriseFactory()
    error = refusal(UserFactory(), cleaned(nib=imported.nib))
    assert (error.code, error.params) == ("nib_unclaimed", {"enterprise": imported.pk})


def test_the_nib_of_others_is_taken_and_reveals_nothing() -> None:
    _other, enterprise = owned_enterprise()
    error = refusal(UserFactory(), cleaned(nib=enterprise.nib))
    assert (error.code, error.field, error.params) == ("nib_taken", "nib", {})


def test_a_second_click_finds_the_own_enterprise() -> None:
    owner = UserFactory()
    created = register(owner, cleaned())
    error = refusal(owner, cleaned())
    assert (error.code, error.params) == ("nib_yours", {"enterprise": created.pk})


def test_a_nik_is_unique_among_sole_proprietors_only() -> None:
    owner = UserFactory()
    register(owner, cleaned())
    error = refusal(owner, cleaned(1, nik=invented_nik(500)))
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


@pytest.mark.parametrize("name", ["\u200b", "Mebel\u202eabc", "\ufeff", "Jati\u2028Jaya"])
def test_a_name_has_no_invisible_characters(name: str) -> None:
    with pytest.raises(InvalidInput):
        cleaned(name=name)
