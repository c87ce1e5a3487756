"""Claims on imported enterprises."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.template.loader import render_to_string

from accounts.enums import Role
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted, TooManyRequests
from enterprises.enums import ClaimState, Holders, MemberRole
from enterprises.models import Claim, Member
from enterprises.services.claims import DAILY_LIMIT, claim, decide_claim
from enterprises.services.helper_access import answer_helper
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
    owner, enterprise = owned_enterprise()
    actor = UserFactory()
    with pytest.raises(NotFound) as unknown:
        claim(actor, invented_nib(999), OTHER_NIK)
    assert unknown.value.code == "nib_unknown"
    with pytest.raises(InvalidInput) as bad:
        claim(actor, str(enterprise.nib), "123")
    assert (bad.value.code, bad.value.field) == ("nik_length", "nik")
    with pytest.raises(NotFound) as no_nik:
        claim(actor, "", OTHER_NIK)
    assert (no_nik.value.code, bad.value.field) == ("nik_unknown", "nik")
    with pytest.raises(Conflict) as own:
        claim(owner, str(enterprise.nib), enterprise.nik)
    assert own.value.code == "nib_yours"


@pytest.mark.parametrize("nik", ["right", "wrong"])
def test_a_held_enterprise_can_be_claimed_and_an_official_decides(nik: str) -> None:
    holder, enterprise = owned_enterprise()
    own = claim(UserFactory(), str(enterprise.nib), enterprise.nik if nik == "right" else OTHER_NIK)
    assert (own.state, own.matched_nik) == (ClaimState.PENDING, nik == "right")
    assert [member.user for member in Member.objects.filter(until=None)] == [holder]


def test_who_knows_the_nik_alone_waits_for_an_official() -> None:
    imported = EnterpriseFactory()
    EnterpriseFactory(nik=imported.nik, legal_form="cv")
    own = claim(UserFactory(), " ", imported.nik)
    assert (own.enterprise, own.state, own.matched_nik) == (imported, ClaimState.PENDING, True)
    assert not Member.objects.exists()


@pytest.mark.parametrize(("factory", "limit"), [(UserFactory, 20), (HelperFactory, 100)])
def test_claims_of_every_result_count_together(factory: type[UserFactory], limit: int) -> None:
    actor = factory()
    for _turn in range(limit):
        with pytest.raises(NotFound):
            claim(actor, invented_nib(999), OTHER_NIK)
    with pytest.raises(TooManyRequests) as refused:
        claim(actor, EnterpriseFactory().nib, OTHER_NIK)
    assert refused.value.code == "claim_tries"
    claim(factory(), EnterpriseFactory().nib, OTHER_NIK)


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


def test_whoever_holds_the_enterprise_is_not_forgotten() -> None:
    pending = ClaimFactory()
    MemberFactory(enterprise=pending.enterprise)
    with pytest.raises(InvalidInput) as refused:
        decide_claim(OfficialFactory(), pending, accept=True, reason="Akta cocok.")
    assert (refused.value.code, refused.value.field) == ("holders_undecided", "holders")
    assert Claim.objects.get().state == ClaimState.PENDING
    # A refusal needs no word about them.
    decide_claim(OfficialFactory(), pending, accept=False, reason="Bukan pemilik.")
    assert Member.objects.filter(until=None).count() == 1


@pytest.mark.parametrize("holders", [Holders.KEEP, Holders.END])
def test_the_rightful_owner_joins_the_holder_or_replaces_them(holders: Holders) -> None:
    pending = ClaimFactory()
    holder = MemberFactory(enterprise=pending.enterprise)
    decide_claim(OfficialFactory(), pending, accept=True, reason="Akta cocok.", holders=holders)
    kept = [pending.user, holder.user] if holders == Holders.KEEP else [pending.user]
    present = Member.objects.filter(enterprise=pending.enterprise, until=None)
    assert {member.user for member in present} == set(kept)
    assert Member.objects.count() == 2
    notices = OutboxMessage.objects.filter(key="enterprise.claimed")
    assert [notice.recipient for notice in notices] == [holder.user]
    body = render_to_string("notifications/enterprise.claimed/body.txt", notices[0].context)
    assert ("tidak lagi ada di daftar usaha Anda" in body) is (holders == Holders.END)
    assert pending.user.name not in body


def test_a_claimant_who_became_an_official_meanwhile_is_not_let_in() -> None:
    pending = ClaimFactory()
    OfficialFactory(user=pending.user)
    with pytest.raises(Conflict) as refused:
        decide_claim(OfficialFactory(), pending, accept=True, reason="Akta cocok.")
    assert refused.value.code == "claimant_posted"
    owner, enterprise = owned_enterprise()
    asking = ClaimFactory(enterprise=enterprise, user=HelperFactory())
    OfficialFactory(user=asking.user)
    with pytest.raises(Conflict) as refused:
        answer_helper(owner, enterprise, asking.pk, accept=True)
    assert refused.value.code == "claimant_posted"
    assert not Member.objects.filter(user__in=[pending.user, asking.user]).exists()
    assert answer_helper(owner, enterprise, asking.pk, accept=False).state == ClaimState.REFUSED


def test_an_official_lets_no_helper_in_over_the_head_of_an_owner() -> None:
    owner, enterprise = owned_enterprise()
    asking = ClaimFactory(enterprise=enterprise, user=HelperFactory())
    for holders in Holders:
        with pytest.raises(Conflict) as refused:
            decide_claim(
                OfficialFactory(), asking, accept=True, reason="Surat tugas ada.", holders=holders
            )
        assert refused.value.code == "owner_decides"
    assert [each.user for each in Member.objects.filter(until=None)] == [owner]
    alone = ClaimFactory(user=HelperFactory())
    decide_claim(OfficialFactory(), alone, accept=True, reason="Surat tugas ada.")
    assert Member.objects.get(enterprise=alone.enterprise).role == MemberRole.HELPER


def test_a_claimant_who_became_a_member_meanwhile_is_no_second_one() -> None:
    pending = ClaimFactory()
    MemberFactory(enterprise=pending.enterprise, user=pending.user)
    with pytest.raises(Conflict) as refused:
        decide_claim(
            OfficialFactory(), pending, accept=True, reason="Akta cocok.", holders=Holders.END
        )
    assert refused.value.code == "nib_yours"
    assert Member.objects.filter(until=None).count() == 1


def test_who_holds_the_enterprise_does_not_decide_on_another_claim_on_it() -> None:
    pending, official = ClaimFactory(), OfficialFactory()
    MemberFactory(enterprise=pending.enterprise, user=official)
    with pytest.raises(NotPermitted):
        decide_claim(official, pending, accept=False, reason="Usaha saya.")
