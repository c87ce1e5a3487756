"""Who is chair or director: one at a time, by date and minutes, and followed by a successor."""

import threading
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from PIL import Image

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotPermitted, Withheld
from enterprises.enums import (
    ClaimBasis,
    Holders,
    LegalForm,
    MemberRole,
    Position,
    ScanState,
)
from enterprises.models import Claim, DocumentScan, DocumentVersion, Enterprise, Member, Post
from enterprises.selectors.posts import head_of, signs_for
from enterprises.services import claims
from enterprises.services.claims import Succession, claim, decide_claim
from enterprises.services.documents import store
from enterprises.services.posts import give_post, record_post
from tests.factories.accounts import HelperFactory, OfficialFactory, UserFactory
from tests.factories.enterprises import (
    DocumentVersionFactory,
    EnterpriseFactory,
    MemberFactory,
    invented_nik,
    owned_enterprise,
)
from tests.simultaneous import run_together

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(datetime(2026, 11, 23, 3, 0, tzinfo=UTC), tick=False):
        yield


def cooperative() -> tuple[User, Enterprise, Member]:
    """Create a cooperative with its chair and one more member."""
    chair, enterprise = owned_enterprise(legal_form=LegalForm.COOPERATIVE)
    return chair, enterprise, MemberFactory(enterprise=enterprise)


def photo() -> BytesIO:
    content = BytesIO()
    Image.new("RGB", (400, 300), "white").save(content, "JPEG")
    content.seek(0)
    return content


def minutes_of(enterprise: Enterprise) -> DocumentVersion:
    version: DocumentVersion = DocumentVersionFactory(enterprise=enterprise, kind="minutes")
    return version


@pytest.mark.parametrize(
    ("form", "position"),
    [("koperasi", "chair"), ("kelompok", "chair"), ("cv", "director"), ("perorangan", "owner")],
)
def test_who_registers_is_the_head(form: str, position: str) -> None:
    owner, enterprise = owned_enterprise(legal_form=form)
    head = head_of(enterprise)
    assert head is not None
    assert (head.user, head.position, head.since, head.until) == (owner, position, TODAY, None)


def test_only_the_head_signs_for_several_people_and_anybody_for_oneself() -> None:
    chair, enterprise, member = cooperative()
    assert signs_for(chair, enterprise)
    assert not signs_for(member.user, enterprise)
    _owner, sole = owned_enterprise()
    helper = MemberFactory(enterprise=sole, role=MemberRole.HELPER).user
    assert signs_for(helper, sole)


def test_the_head_hands_over_with_minutes_from_a_day_on() -> None:
    chair, enterprise, member = cooperative()
    Post.objects.update(since=date(2024, 1, 1))
    record_post(
        chair,
        enterprise,
        member_id=member.pk,
        position=Position.CHAIR,
        since=date(2026, 11, 20),
        minutes=minutes_of(enterprise),
    )
    assert list(Post.objects.order_by("since").values_list("user", "since", "until")) == [
        (chair.pk, date(2024, 1, 1), date(2026, 11, 20)),
        (member.user_id, date(2026, 11, 20), None),
    ]
    assert not signs_for(chair, enterprise)
    with pytest.raises(NotPermitted):
        record_post(chair, enterprise, member_id=member.pk, position=Position.MEMBER, since=TODAY)


def test_another_position_needs_no_minutes_and_replaces_the_persons_own() -> None:
    chair, enterprise, member = cooperative()
    for position in (Position.TREASURER, Position.SECRETARY):
        record_post(chair, enterprise, member_id=member.pk, position=position, since=TODAY)
    held = Post.objects.get(user=member.user, until=None)
    assert held.position == Position.SECRETARY
    assert head_of(enterprise).user == chair  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"position": Position.CHAIR}, "minutes_required", "file"),
        ({"position": Position.DIRECTOR}, "not_of_this_form", "position"),
        ({"since": TODAY + timedelta(days=1)}, "date_in_future", "since"),
        ({"member_id": 0}, "unknown_member", "member"),
    ],
)
def test_what_is_refused(change: dict[str, Any], code: str, field: str) -> None:
    chair, enterprise, member = cooperative()
    given = {"member_id": member.pk, "position": Position.TREASURER, "since": TODAY, **change}
    with pytest.raises(InvalidInput) as refused:
        record_post(chair, enterprise, **given)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_day_before_a_later_post_is_a_conflict() -> None:
    chair, enterprise, member = cooperative()
    give_post(member.user, enterprise, Position.TREASURER, since=TODAY)
    with pytest.raises(Conflict) as refused:
        record_post(
            chair,
            enterprise,
            member_id=member.pk,
            position=Position.SECRETARY,
            since=TODAY - timedelta(days=9),
        )
    assert refused.value.code == "post_overlaps"
    assert Post.objects.get(user=member.user).position == Position.TREASURER


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"position": Position.CHAIR}, "post_one_head"),
        ({"position": Position.DIRECTOR, "until": TODAY + timedelta(days=1)}, "post_one_head"),
        ({"position": "king"}, "post_position_known"),
        (
            {"position": Position.MEMBER, "until": TODAY - timedelta(days=1)},
            "post_dates_in_order|range lower bound",
        ),
    ],
)
def test_the_database_holds_it_too(fields: dict[str, Any], constraint: str) -> None:
    _chair, enterprise, member = cooperative()
    row = Post(
        enterprise=enterprise, user=member.user, since=TODAY, recorded_at=clock.now(), **fields
    )
    with pytest.raises(Exception, match=constraint), transaction.atomic():
        row.save()


def test_a_person_holds_one_position_at_a_time() -> None:
    chair, enterprise, _member = cooperative()
    row = Post(
        enterprise=enterprise,
        user=chair,
        position=Position.TREASURER,
        since=TODAY,
        recorded_at=clock.now(),
    )
    with pytest.raises(IntegrityError, match="post_one_per_person"), transaction.atomic():
        row.save()


def succession(enterprise: Enterprise, basis: ClaimBasis = ClaimBasis.MINUTES) -> Claim:
    return claim(
        UserFactory(),
        str(enterprise.nib),
        invented_nik(4321),
        succession=Succession(basis, photo(), "berita-acara.jpg"),
    )


@pytest.mark.parametrize("holders", [Holders.KEEP, Holders.END])
def test_a_successor_becomes_the_head_once_the_minutes_are_read(holders: Holders) -> None:
    chair, enterprise, member = cooperative()
    filed = succession(enterprise)
    assert (filed.state, filed.basis) == ("pending", ClaimBasis.MINUTES)
    assert filed.evidence is not None
    assert filed.evidence.enterprise_id == enterprise.pk
    assert signs_for(chair, enterprise)
    decide_claim(OfficialFactory(), filed, accept=True, reason="Rapat sah.", holders=holders)
    head = head_of(enterprise)
    assert head is not None
    assert (head.user, head.minutes, head.position) == (filed.user, filed.evidence, "chair")
    assert Post.objects.get(user=chair).until == TODAY
    assert Post.objects.filter(user=filed.user).count() == 1
    kept = Member.objects.filter(enterprise=enterprise, until=None, user__in=[chair, member.user])
    assert kept.exists() is (holders == Holders.KEEP)


def test_evidence_that_nobody_can_have_read_is_not_accepted(settings: Any) -> None:
    _chair, enterprise, _member = cooperative()
    filed, official = succession(enterprise), OfficialFactory()
    settings.CLAMD_SOCKET = "127.0.0.1:1"
    assert filed.evidence is not None
    scan = DocumentScan.objects.create(version=filed.evidence, next_attempt_at=clock.now())
    for state, signature in ((ScanState.WAITING, ""), (ScanState.INFECTED, "Eicar")):
        scan.state, scan.signature = state, signature
        scan.scanned_at = None if state == ScanState.WAITING else clock.now()
        scan.save()
        with pytest.raises(Withheld):
            decide_claim(official, filed, accept=True, reason="Rapat sah.", holders=Holders.END)
    assert Claim.objects.get(pk=filed.pk).state == "pending"
    assert not Member.objects.filter(user=filed.user).exists()
    # A refusal rests on nothing that is read.
    decide_claim(official, filed, accept=False, reason="Berkas berbahaya.")


def test_minutes_found_infected_give_no_position(settings: Any) -> None:
    chair, enterprise, member = cooperative()
    settings.CLAMD_SOCKET = "127.0.0.1:1"
    minutes = store(chair, enterprise, kind="minutes", upload=photo(), filename="rapat.jpg")
    DocumentScan.objects.filter(version=minutes).update(
        state=ScanState.INFECTED, signature="Eicar", scanned_at=clock.now()
    )
    minutes = DocumentVersion.objects.get(pk=minutes.pk)
    given: dict[str, Any] = {
        "member_id": member.pk,
        "position": Position.CHAIR,
        "since": TODAY,
    }
    with pytest.raises(Withheld):
        record_post(chair, enterprise, minutes=minutes, **given)
    assert head_of(enterprise).user == chair  # type: ignore[union-attr]


def test_a_statement_of_heirs_is_never_accepted_by_numbers_alone() -> None:
    enterprise = EnterpriseFactory(nik=invented_nik(4321))
    assert succession(enterprise, ClaimBasis.HEIRS).state == "pending"
    assert head_of(enterprise) is None


def test_a_successor_names_the_nib_and_shows_a_document() -> None:
    with pytest.raises(InvalidInput) as refused:
        claim(
            UserFactory(),
            "",
            invented_nik(4321),
            succession=Succession(ClaimBasis.HEIRS, photo(), "waris.jpg"),
        )
    assert refused.value.code == "nib_needed"
    with pytest.raises(IntegrityError, match="claim_of_successor_has_evidence"):
        Claim.objects.create(
            enterprise=EnterpriseFactory(),
            user=UserFactory(),
            basis=ClaimBasis.HEIRS,
            created_at=clock.now(),
        )


def test_evidence_of_strangers_leaves_the_room_of_the_enterprise(settings: Any) -> None:
    chair, enterprise, _member = cooperative()
    filed = succession(enterprise)
    assert filed.evidence is not None
    settings.DOCUMENT_QUOTA_BYTES = filed.evidence.size
    stored = store(chair, enterprise, kind="minutes", upload=photo(), filename="berita-acara.jpg")
    assert stored.size == filed.evidence.size
    _other, theirs, _one = cooperative()
    with pytest.raises(Conflict) as full:
        claim(
            filed.user,
            str(theirs.nib),
            invented_nik(4321),
            succession=Succession(ClaimBasis.MINUTES, photo(), "rapat.jpg"),
        )
    assert full.value.code == "quota_reached"


def test_a_helper_follows_nobody() -> None:
    _chair, enterprise, _member = cooperative()
    with pytest.raises(InvalidInput) as refused:
        claim(
            HelperFactory(),
            str(enterprise.nib),
            invented_nik(4321),
            succession=Succession(ClaimBasis.MINUTES, photo(), "rapat.jpg"),
        )
    assert (refused.value.code, refused.value.field) == ("not_for_helpers", "basis")
    assert not DocumentVersion.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_head_who_is_followed_at_that_moment_leaves_no_position_open() -> None:
    chair, enterprise, member = cooperative()
    filed, official = succession(enterprise), OfficialFactory()
    run_together(
        lambda: decide_claim(
            official, filed, accept=True, reason="Rapat sah.", holders=Holders.END
        ),
        lambda: record_post(
            chair, enterprise, member_id=member.pk, position=Position.SECRETARY, since=TODAY
        ),
    )
    held = Post.objects.filter(enterprise=enterprise, until=None)
    assert [post.user for post in held] == [filed.user]


@pytest.mark.django_db(transaction=True)
def test_who_claims_again_at_the_moment_of_the_acceptance_blocks_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The claim waits for the enterprise, and holds nothing that the membership needs."""
    filed, official = succession(owned_enterprise()[1]), OfficialFactory()
    inside, waiting = threading.Event(), threading.Event()
    admit, find = claims._admit, claims._enterprise_of

    def admit_late(*words: Any) -> Any:
        inside.set()
        assert waiting.wait(10)
        return admit(*words)

    def find_late(*words: Any, **options: Any) -> Any:
        assert inside.wait(10)
        waiting.set()
        return find(*words, **options)

    monkeypatch.setattr(claims, "_admit", admit_late)
    monkeypatch.setattr(claims, "_enterprise_of", find_late)
    results = run_together(
        lambda: (
            decide_claim(
                official, filed, accept=True, reason="Rapat sah.", holders=Holders.END
            ).state
        ),
        lambda: claim(filed.user, str(filed.enterprise.nib), invented_nik(4321)),
    )
    assert results == ["accepted", "nib_yours"]


def test_somebody_who_is_no_longer_head_is_refused_under_the_lock() -> None:
    chair, enterprise, member = cooperative()
    Post.objects.filter(user=chair).update(until=TODAY)
    with pytest.raises(NotPermitted):
        record_post(
            chair, enterprise, member_id=member.pk, position=Position.SECRETARY, since=TODAY
        )


def test_the_migration_makes_the_first_owner_the_head() -> None:
    chair, enterprise, _member = cooperative()
    helped = MemberFactory(role=MemberRole.HELPER).enterprise
    owner, sole = owned_enterprise()
    Post.objects.all().delete()
    migration = import_module("enterprises.migrations.0006_first_heads")
    with connection.cursor() as cursor:
        cursor.execute(migration._FIRST_HEADS)
        cursor.execute(migration._FIRST_HEADS)
    found = Post.objects.order_by("pk").values_list("enterprise", "user", "position", "since")
    assert set(found) == {
        (enterprise.pk, chair.pk, "chair", TODAY),
        (sole.pk, owner.pk, "owner", TODAY),
    }
    assert head_of(helped) is None
