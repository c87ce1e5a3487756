"""The owner is notified of each act of their helper: by account, by number, or on paper."""

from datetime import timedelta
from typing import Any

import pytest

from applications.services.drafts import create_draft
from applications.services.transitions import perform
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotPermitted
from enterprises.enums import HelperAct
from enterprises.models import OwnerNotice
from enterprises.services.cleaning import clean
from enterprises.services.consent_forms import judge_form
from enterprises.services.owner_notices import hand_over, tell_owner
from enterprises.services.registration import open_membership, register, update
from notifications.models import OutboxMessage
from tests.factories.accounts import HelperFactory, OfficialFactory
from tests.factories.consents import (
    OWNER_PHONE,
    consent_by_code,
    declared_helper,
    waiting_form,
    waiting_notice,
)
from tests.factories.enterprises import (
    EnterpriseFactory,
    MemberFactory,
    owned_enterprise,
    typed_enterprise,
)
from tests.factories.phones import phone_messages
from tests.factories.programs import Cast, make_application

pytestmark = pytest.mark.django_db
_ACTED = "helper.acted"


def acts(**conditions: Any) -> list[tuple[str, str]]:
    rows = OwnerNotice.objects.filter(**conditions).order_by("id")
    return list(rows.values_list("act", "way"))


def test_an_owner_with_an_account_is_told_there_of_what_the_helper_did() -> None:
    owner, enterprise = owned_enterprise()
    helper = MemberFactory(enterprise=enterprise, user=HelperFactory(), role="helper").user
    file = make_application(
        Cast(owner=helper, enterprise=enterprise, verifier=owner, analyst=owner, decider=owner),
        state="submitted",
    )
    perform(helper, file.pk, "withdraw")
    perform_by_owner = create_draft(owner, scheme="kur-mikro", enterprise_id=enterprise.pk)
    assert perform_by_owner.created_by == owner
    told = OutboxMessage.objects.filter(key=_ACTED).order_by("created_at")
    assert {row.recipient for row in told} == {owner}
    assert acts() == [("drafted", "account"), ("submitted", "account"), ("withdrawn", "account")]
    assert {row.link for row in told} == {f"/pengajuan/{file.pk}/"}
    assert told[1].context["about"] == file.number
    assert told[1].context["act_id"] == "mengirim berkas"


def test_an_owner_without_account_is_told_on_the_number_or_waits_for_paper() -> None:
    helper = HelperFactory()
    data = clean(typed_enterprise(), today=clock.today())
    enterprise = register(helper, data)
    update(helper, enterprise, clean(typed_enterprise(workers="4"), today=clock.today()))
    update(helper, enterprise, clean(typed_enterprise(workers="4"), today=clock.today()))
    assert acts() == [("registered", ""), ("profile_changed", "")]
    assert not OutboxMessage.objects.filter(key=_ACTED).exists()
    sent = waiting_form(helper, enterprise, phone=OWNER_PHONE)
    judge_form(OfficialFactory(), sent.pk, accept=True, reason="Sesuai KTP.")
    assert acts(way="") == []
    create_draft(helper, scheme="kur-mikro", enterprise_id=enterprise.pk)
    assert acts()[-1] == ("drafted", "number")
    texts = [row.text for row in phone_messages() if row.to == OWNER_PHONE]
    assert len(texts) == 3
    assert enterprise.name in texts[-1]
    assert OutboxMessage.objects.filter(key=_ACTED, context__icontains=OWNER_PHONE).count() == 0


def test_a_slip_is_handed_over_once_by_an_official_of_the_region() -> None:
    notice = waiting_notice()
    today, official = clock.today(), OfficialFactory()
    for other in (notice.helper, OfficialFactory(regency="35.15")):
        with pytest.raises(NotPermitted):
            hand_over(other, notice.pk, told_on=today)
    for day in (today + timedelta(days=1), today - timedelta(days=1)):
        with pytest.raises(InvalidInput, match="bad_day"):
            hand_over(official, notice.pk, told_on=day)
    hand_over(official, notice.pk, told_on=today)
    with pytest.raises(Conflict, match="already_told"):
        hand_over(official, notice.pk, told_on=today)
    notice.refresh_from_db()
    assert (notice.way, notice.told_on, notice.told_by) == ("counter", today, official)


def test_who_helps_nobody_tells_nobody() -> None:
    helper, _client = declared_helper()
    owner, own = owned_enterprise(user=helper)
    create_draft(owner, scheme="kur-mikro", enterprise_id=own.pk)
    assert acts(enterprise=own) == []
    assert EnterpriseFactory().pk != own.pk


@pytest.mark.django_db(transaction=True)
def test_a_number_on_a_form_does_not_divert_what_others_do() -> None:
    helper, enterprise = declared_helper()
    consent_by_code(helper, enterprise)
    second = HelperFactory()
    open_membership(second, enterprise, channel="web")
    form = waiting_form(second, enterprise, phone="+6285711112222")
    judge_form(OfficialFactory(), form.pk, accept=True, reason="Tanda tangan sesuai KTP.")
    notice = tell_owner(helper, enterprise, HelperAct.PROFILE_CHANGED)
    assert notice is not None
    told = phone_messages()[-1]
    assert (notice.way, told.to) == ("number", OWNER_PHONE)
    assert helper.get_full_name() in told.text
