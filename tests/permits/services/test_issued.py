"""Letters of the office that are permits, and the life of both."""

from datetime import date, timedelta

import pytest
import time_machine

from accounts.enums import Role
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted
from enterprises.models import Credential
from letters.enums import LetterAction
from letters.models import LetterTemplate
from letters.services import status as standing
from letters.services.expiry import expire_letters
from permits.models import Permit
from permits.services.status import change
from programs.models import Scheme
from programs.selectors.catalogue import edition_on
from programs.services.editions import create_scheme, publish
from tests.factories.accounts import OfficialFactory
from tests.factories.permits import issued_permit, recorded_permit
from tests.factories.schemes import FORMS

pytestmark = pytest.mark.django_db
NOW = "2026-11-20 10:00+07:00"
REASON = "Keterangan anggota ternyata tidak benar."


@time_machine.travel(NOW, tick=False)
def test_a_signed_letter_is_a_permit_and_both_change_together() -> None:
    file, permit = issued_permit()
    letter = permit.letter
    assert letter is not None
    assert letter.number is not None
    assert file.reread().state == "completed"
    assert (permit.number, permit.code) == (letter.number.written, letter.code)
    assert (permit.issued_here, permit.status) == (True, "valid")
    credential = Credential.objects.get()
    assert (credential.code, credential.sha256) == ("", letter.sha256)
    for name, letter_status, status in (
        ("suspend", "suspended", "suspended"),
        ("reinstate", "valid", "valid"),
        ("surrender", "revoked", "surrendered"),
    ):
        change(file.official, permit.pk, name, REASON)
        letter.refresh_from_db()
        permit.refresh_from_db()
        credential.refresh_from_db()
        assert (letter.status, permit.status) == (letter_status, status)
        assert credential.status == status
    assert permit.events.count() == 4
    with pytest.raises(Conflict, match="not_possible"):
        change(file.official, permit.pk, "revoke", REASON)


@time_machine.travel(NOW, tick=False)
def test_an_office_that_is_the_agency_issues_by_a_scheme_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(FORMS, "surat-kantor-ini", FORMS["surat-kelompok-usaha"])
    lead = OfficialFactory(role=Role.ADMIN, regency=None)
    pattern = edition_on("surat-kelompok-usaha", clock.today())
    own = Scheme(
        code="surat-kantor-ini",
        name_id="Surat kantor ini",
        name_en="Letter of this office",
        summary_id="Diterbitkan kantor ini sendiri.",
        summary_en="Issued by this office itself.",
        number_prefix="KANTOR",
        agency_field=pattern.scheme.agency_field,
    )
    publish(lead, create_scheme(lead, own, pattern=pattern).pk)
    _file, permit = issued_permit("surat-kantor-ini")
    assert (permit.issued_here, permit.status) == (True, "valid")
    assert permit.letter is not None
    assert permit.letter.number is not None
    assert permit.number == permit.letter.number.written


@time_machine.travel(NOW, tick=False)
def test_a_permit_follows_its_letter() -> None:
    file, permit = issued_permit()
    standing.change(file.official, permit.letter_id or 0, LetterAction.REVOKED, REASON)
    permit.refresh_from_db()
    assert permit.status == "revoked"
    last = permit.events.latest("pk")
    assert (last.actor, last.reason) == (file.official, REASON)


def test_a_permit_ends_with_its_letter() -> None:
    letters = LetterTemplate.objects.filter(edition__scheme__code="merek-umk", state="approved")
    letters.update(until_year_end=True)
    with time_machine.travel(NOW, tick=False):
        file, permit = issued_permit("merek-umk")
        assert permit.valid_until == date(2026, 12, 31)
        # The owner still files at DJKI, so the file stays open.
        assert file.reread().state == "approved"
    with time_machine.travel(permit.valid_until + timedelta(days=2), tick=False):
        assert expire_letters() == 1
    permit.refresh_from_db()
    assert permit.status == "expired"


@time_machine.travel(NOW, tick=False)
def test_who_may_change_a_permit() -> None:
    file, permit = recorded_permit()
    with pytest.raises(NotPermitted, match="own_permit"):
        change(file.owner, permit.pk, "revoke", REASON)
    analyst = OfficialFactory(role=Role.ANALYST, regency="35.78")
    with pytest.raises(NotPermitted, match="not_your_permit"):
        change(analyst, permit.pk, "revoke", REASON)
    elsewhere = OfficialFactory(role=Role.VERIFIER, regency="35.73")
    with pytest.raises(NotFound):
        change(elsewhere, permit.pk, "revoke", REASON)
    for name, reason, code in (
        ("explode", REASON, "unknown_action"),
        ("revoke", "  x ", "reason_too_short"),
        ("revoke", "Milik 3578/0101/0190/0001, salah orang.", "nik_in_reason"),
        ("revoke", "x" * 1_000_000, "reason_too_long"),
    ):
        with pytest.raises(InvalidInput, match=code):
            change(file.official, permit.pk, name, reason)
    change(file.official, permit.pk, "revoke", REASON)
    assert Permit.objects.get().status == "revoked"
