"""Claims on imported enterprises."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.template.loader import render_to_string

from accounts.enums import Role
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted
from enterprises.enums import ClaimState, MemberRole
from enterprises.models import Claim, Member
from enterprises.services.claims import DAILY_LIMIT, claim, decide_claim
from notifications.models import OutboxMessage
from tests.factories.accounts import HelperFactory, OfficialFactory, UserFactory
from tests.factories.enterprises import (
    ClaimFactory,
    EnterpriseFactory,
    MemberFactory,
    invented_nib,
    invented_nik,
    owned_enterprise,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
OTHER_NIK = invented_nik(7000)


def test_a_matching_nik_succeeds_at_once() -> None:
    owner, imported = UserFactory(), EnterpriseFactory()
    own = claim(owner, imported.nib, imported.nik)
    assert (own.state, own.matched_nik, own.decided_by) == (
        ClaimState.ACCEPTED,
        True,
        None,
    )
    member = Member.objects.get()
    assert (member.user, member.enterprise, member.role) == (owner, imported, MemberRole.OWNER)


def test_a_helper_claims_with_recorded_consent() -> None:
    imported = EnterpriseFactory()
    claim(HelperFactory(), imported.nib, imported.nik)
    member = Member.objects.get()
    assert member.role == MemberRole.HELPER
    assert member.consent is not None


def test_another_nik_waits_for_an_official() -> None:
    owner, imported = UserFactory(), EnterpriseFactory()
    own = claim(owner, imported.nib, OTHER_NIK)
    assert (own.state, own.matched_nik) == (ClaimState.PENDING, False)
    assert not Member.objects.exists()
    with pytest.raises(Conflict) as refused:
        claim(owner, imported.nib, imported.nik)
    assert refused.value.code == "claim_pending"


def test_unknown_bad_and_taken_numbers() -> None:
    _owner, enterprise = owned_enterprise()
    actor = UserFactory()
    with pytest.raises(NotFound) as unknown:
        claim(actor, invented_nib(999), OTHER_NIK)
    assert unknown.value.code == "nib_unknown"
    with pytest.raises(InvalidInput) as bad:
        claim(actor, enterprise.nib, "123")
    assert (bad.value.code, bad.value.field) == ("nik_length", "nik")
    with pytest.raises(Conflict) as taken:
        claim(actor, enterprise.nib, enterprise.nik)
    assert taken.value.code == "nib_taken"


def test_attempts_are_limited_per_day() -> None:
    actor = UserFactory()
    with time_machine.travel(NOW, tick=False) as clock:
        for _attempt in range(DAILY_LIMIT):
            claim(actor, EnterpriseFactory().nib, OTHER_NIK)
        last = EnterpriseFactory()
        with pytest.raises(Conflict) as refused:
            claim(actor, last.nib, last.nik)
        assert refused.value.code == "claim_limit"
        clock.shift(timedelta(days=1, seconds=1))
        assert claim(actor, last.nib, last.nik).state == ClaimState.ACCEPTED


@pytest.mark.parametrize("accept", [True, False])
def test_an_official_in_scope_decides_and_the_claimant_is_notified(accept: bool) -> None:
    pending, official = ClaimFactory(), OfficialFactory(role=Role.VERIFIER)
    decided = decide_claim(official, pending, accept=accept, reason="Akta cocok.")
    state = ClaimState.ACCEPTED if accept else ClaimState.REFUSED
    assert (decided.state, decided.decided_by, decided.reason) == (state, official, "Akta cocok.")
    assert Member.objects.filter(user=pending.user).exists() is accept
    message = OutboxMessage.objects.get()
    assert (message.key, message.recipient, message.context["accepted"]) == (
        "claim.decided",
        pending.user,
        accept,
    )
    body = render_to_string("notifications/claim.decided/body.txt", message.context)
    assert ("ada di daftar usaha Anda" in body) is accept
    assert "Akta cocok." in body


@pytest.mark.parametrize(
    "official",
    [
        {"role": Role.VERIFIER, "regency": "35.15"},
        {"role": Role.STAFF},
        {"role": Role.PARTNER},
    ],
)
def test_officials_out_of_scope_do_not_decide(official: dict[str, str]) -> None:
    with pytest.raises(NotPermitted):
        decide_claim(OfficialFactory(**official), ClaimFactory(), accept=True, reason="Cocok.")


def test_the_claimant_never_decides() -> None:
    official = OfficialFactory()
    pending = ClaimFactory(user=official)
    with pytest.raises(NotPermitted):
        decide_claim(official, pending, accept=True, reason="Milik saya.")
    with pytest.raises(IntegrityError):
        Claim.objects.filter(pk=pending.pk).update(decided_by=official)


def test_a_decision_needs_a_reason_and_is_final() -> None:
    pending, official = ClaimFactory(), OfficialFactory()
    with pytest.raises(InvalidInput) as missing:
        decide_claim(official, pending, accept=True, reason=" ya ")
    assert (missing.value.code, missing.value.field) == ("reason_required", "reason")
    decide_claim(official, pending, accept=False, reason="Bukan pemilik.")
    with pytest.raises(Conflict) as again:
        decide_claim(official, pending, accept=True, reason="Ternyata benar.")
    assert again.value.code == "claim_decided"


def test_an_enterprise_taken_since_cannot_be_given_again() -> None:
    pending = ClaimFactory()
    MemberFactory(enterprise=pending.enterprise)
    with pytest.raises(Conflict) as refused:
        decide_claim(OfficialFactory(), pending, accept=True, reason="Akta cocok.")
    assert refused.value.code == "nib_taken"
