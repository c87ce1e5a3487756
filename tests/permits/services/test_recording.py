"""What another agency issued, recorded by the office of the file."""

from datetime import date

import pytest
import time_machine

from accounts.enums import Role
from applications.services.attachments import attach_frozen, detach
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted
from enterprises.models import Credential
from enterprises.selectors.credentials import good_credentials
from notifications.models import OutboxMessage
from permits.enums import PERMIT_DOCUMENT, LookUp, PermitAction
from permits.models import Permit
from permits.services.recording import Scan, look_up, record_outcome
from tests.factories.accounts import OfficialFactory
from tests.factories.permits import a_scan, file_to_decide, outcome, recorded_permit
from tests.factories.programs import cast_of, make_application, make_document

pytestmark = pytest.mark.django_db
NOW = "2026-11-20 10:00+07:00"


@time_machine.travel(NOW, tick=False)
def test_a_recorded_document_is_never_the_offices_own() -> None:
    file, permit = recorded_permit("halal-reguler", valid_until=None)
    assert file.reread().state == "completed"
    assert (permit.status, permit.issued_here, permit.issuer) == ("valid", False, "BPJPH")
    assert (permit.looked_up, permit.looked_up_on) == (LookUp.COPY, date(2026, 11, 20))
    actions = list(permit.events.order_by("pk").values_list("action", flat=True))
    assert actions == [PermitAction.RECORDED, PermitAction.LOOKED_UP]
    credential = Credential.objects.get()
    assert permit.evidence is not None
    assert (credential.source, credential.code) == (f"permit:{permit.pk}", permit.code)
    assert (credential.issued_here, credential.sha256) == (False, permit.evidence.sha256)
    assert good_credentials(permit.enterprise).get() == credential
    assert OutboxMessage.objects.filter(key="permit.recorded", recipient=file.owner).count() == 1


def test_its_scan_is_never_taken_off_the_file() -> None:
    cast = cast_of()
    application = make_application(
        cast, scheme="spp-irt", state="draft", answers={}, documents=False
    )
    version = make_document(cast.owner, cast.enterprise, PERMIT_DOCUMENT)
    scan = attach_frozen(cast.owner, application, version, requirement=PERMIT_DOCUMENT)
    assert scan is not None
    with pytest.raises(NotFound):
        detach(cast.owner, application.pk, scan.pk)
    scan.refresh_from_db()
    assert scan.removed_at is None


@time_machine.travel(NOW, tick=False)
def test_an_owners_number_answers_nothing_until_it_is_looked_up() -> None:
    file = file_to_decide()
    attachment = file.application.attachments.earliest("pk")
    scan = Scan(attachment=attachment.pk)
    permit = record_outcome(file.official, file.application.pk, outcome(), scan)
    assert (permit.looked_up, permit.evidence) == ("", attachment.version)
    assert file.reread().state == "in_review"
    assert not good_credentials(permit.enterprise).exists()
    with pytest.raises(InvalidInput) as refused:
        look_up(file.official, permit.pk, "", None)
    assert [each.code for each in refused.value.errors] == [
        "look_up_way_missing",
        "look_up_day_missing",
    ]
    look_up(file.official, permit.pk, "site", date(2026, 11, 19))
    assert good_credentials(permit.enterprise).exists()
    with pytest.raises(Conflict, match="already_looked_up"):
        look_up(file.official, permit.pk, "site", date(2026, 11, 19))


@time_machine.travel(NOW, tick=False)
def test_all_that_is_wrong_is_said_at_once() -> None:
    file = file_to_decide()
    wrong = outcome(
        number="1" * 1_000_000,
        issued_on=date(2026, 11, 21),
        valid_until=date(2026, 11, 1),
        looked_up="dream",
        looked_up_on=date(2026, 11, 22),
    )
    with pytest.raises(InvalidInput) as refused:
        record_outcome(file.official, file.application.pk, wrong, Scan())
    assert [each.code for each in refused.value.errors] == [
        "number_too_long",
        "issued_in_future",
        "until_before_issued",
        "document_missing",
        "look_up_unknown",
        "look_up_day_impossible",
    ]
    for number in ("12345", "P-IRT 12", "21035780100123", "2103578010012-3"):
        with pytest.raises(InvalidInput, match="number_not_pirt"):
            record_outcome(file.official, file.application.pk, outcome(number=number), a_scan())
    assert not Permit.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_a_second_record_is_the_same_or_a_conflict() -> None:
    file, permit = recorded_permit()
    again = record_outcome(file.official, file.application.pk, outcome(), a_scan())
    assert again == permit
    other = outcome(number="2103578010013-31")
    with pytest.raises(Conflict, match="already_recorded"):
        record_outcome(file.official, file.application.pk, other, a_scan())
    another = file_to_decide()
    with pytest.raises(Conflict, match="number_taken") as taken:
        record_outcome(another.official, another.application.pk, outcome(), a_scan())
    assert permit.holder not in taken.value.message
    assert Permit.objects.count() == 1


@time_machine.travel(NOW, tick=False)
def test_only_the_office_of_the_stage_records_and_only_from_that_stage_on() -> None:
    file = file_to_decide()
    key = file.application.pk
    with pytest.raises(NotPermitted, match="not_your_stage"):
        record_outcome(file.owner, key, outcome(), a_scan())
    with pytest.raises(NotFound):
        record_outcome(
            OfficialFactory(role=Role.VERIFIER, regency="35.73"), key, outcome(), a_scan()
        )
    letter = file_to_decide("surat-kelompok-usaha")
    with pytest.raises(Conflict, match="not_recorded_here"):
        record_outcome(letter.official, letter.application.pk, outcome(), a_scan())
