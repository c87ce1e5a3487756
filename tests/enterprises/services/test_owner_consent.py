"""The consent of an owner without an account, by code and by form, and what ends with it."""

import time
from datetime import timedelta
from threading import Barrier, Event, Thread
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.models import User
from accounts.services.consent import withdraw_consent
from common.dates import clock
from common.errors import (
    Conflict,
    DomainError,
    InvalidInput,
    NotFound,
    NotPermitted,
    Withheld,
)
from enterprises.enums import (
    ConsentState,
    HelperAct,
    LegalForm,
    MemberRole,
    Position,
    ScanState,
)
from enterprises.messages.helper_notices import act_context, invited_notices
from enterprises.models import DocumentScan, Enterprise, HelperConsent, HelperInvitation, Member
from enterprises.permissions import acts_for
from enterprises.selectors.helper_consents import clients_of
from enterprises.services.claims import claim
from enterprises.services.consent_codes import forget_unanswered_codes, give_by_code
from enterprises.services.consent_forms import end_at_counter, judge_form
from enterprises.services.counter_endings import end_at_notice
from enterprises.services.helper_access import approve_helper, end_declared, end_helper
from enterprises.services.owner_notices import tell_owner
from enterprises.services.posts import give_post
from enterprises.services.registration import open_membership
from notifications.models import OutboxMessage
from notifications.services.outbox import enqueue_all
from tests.factories.accounts import HelperFactory, OfficialFactory, UserFactory
from tests.factories.consents import (
    OWNER,
    OWNER_PHONE,
    ask,
    consent_by_code,
    consent_by_form,
    declared_helper,
    owner_code,
    waiting_form,
    waiting_notice,
)
from tests.factories.enterprises import EnterpriseFactory, MemberFactory, owned_enterprise
from tests.factories.phones import phone_messages, with_phone

pytestmark = pytest.mark.django_db
OFFICE_REASON = "Tanda tangan sesuai KTP."


def code_of(refusal: Any) -> str:
    return str(refusal.value.code)


@pytest.mark.django_db(transaction=True)
def test_a_code_to_the_owners_number_records_who_agreed_to_what() -> None:
    helper, enterprise = declared_helper()
    asked = ask(helper, enterprise)
    message = phone_messages()[-1]
    assert message.to == OWNER_PHONE
    assert helper.get_full_name() in message.text
    assert enterprise.name in message.text
    with pytest.raises(InvalidInput, match="code_wrong"):
        give_by_code(helper, enterprise, "abc")
    typed = owner_code()
    given = give_by_code(helper, enterprise, typed)
    assert give_by_code(helper, enterprise, typed) == given
    assert (given.pk, given.state, given.owner_name) == (asked.pk, ConsentState.GIVEN, OWNER)
    assert (given.helper_name, given.enterprise_name) == (helper.get_full_name(), enterprise.name)
    assert (given.text.purpose, given.phone, given.answered_by) == ("on_behalf", OWNER_PHONE, None)
    member = Member.objects.get(user=helper)
    assert member.mandate == given
    with time_machine.travel(clock.now() + timedelta(days=400)):
        assert acts_for(helper, enterprise)
    with pytest.raises(Conflict, match="consent_given"):
        ask(helper, enterprise)
    assert OutboxMessage.objects.filter(key="helper.consented", recipient=helper).count() == 1


def test_a_number_of_helpers_officials_or_many_owners_gets_no_code() -> None:
    helper, enterprise = declared_helper()
    refusals = set()
    for holder in (helper, HelperFactory(), OfficialFactory()):
        with_phone(holder, phone=OWNER_PHONE)
        with pytest.raises(InvalidInput) as refused:
            ask(helper, enterprise)
        refusals.add((code_of(refused), str(refused.value.message)))
        # A number that was given up counts too.
        holder.phone_numbers.update(until=clock.now())
        with pytest.raises(InvalidInput):
            ask(helper, enterprise)
        holder.phone_numbers.all().delete()
    for wrong, code in (
        ({"phone": "12"}, "phone_invalid"),
        ({"phone": "\x00"}, "phone_invalid"),
        ({"owner_name": " "}, "name_required"),
        ({"owner_name": "a" * 121}, "name_required"),
        ({"owner_name": helper.get_full_name()}, "owner_is_helper"),
    ):
        with pytest.raises(InvalidInput) as refused:
            ask(helper, enterprise, **wrong)
        assert code_of(refused) == code
    for _owner in range(3):
        other, client = declared_helper()
        consent = waiting_form(other, client, phone=OWNER_PHONE)
        judge_form(OfficialFactory(), consent.pk, accept=True, reason=OFFICE_REASON)
    with pytest.raises(InvalidInput) as refused:
        ask(helper, enterprise)
    # One sentence for all: nobody learns by trying which numbers are helpers' or officials'.
    refusals.add((code_of(refused), str(refused.value.message)))
    assert [code for code, _text in refusals] == ["phone_refused"]
    assert not HelperConsent.objects.filter(helper=helper).exists()


def test_who_may_ask_is_a_helper_of_an_enterprise_whose_owner_has_no_account() -> None:
    helper, enterprise = declared_helper()
    for stranger in (HelperFactory(), UserFactory()):
        with pytest.raises(NotFound):
            ask(stranger, enterprise)
    ask(helper, enterprise)
    MemberFactory(enterprise=enterprise)
    with pytest.raises(Conflict, match="owner_decides"):
        ask(helper, enterprise)
    with pytest.raises(Conflict, match="owner_decides"):
        give_by_code(helper, enterprise, owner_code())
    helper, enterprise = declared_helper()
    waiting_form(helper, enterprise)
    with pytest.raises(Conflict, match="form_waiting"):
        ask(helper, enterprise)


def test_no_name_in_a_message_to_a_stranger_is_a_link() -> None:
    helper, enterprise = declared_helper()
    Enterprise.objects.filter(pk=enterprise.pk).update(
        name="Menang undian: buka https://hadiah.id/x"
    )
    helper.name = "Klik bit.ly/hadiah"
    enterprise.refresh_from_db()
    ask(helper, enterprise)
    sent = " ".join(message.text for message in phone_messages())
    notice = tell_owner(helper, enterprise, HelperAct.PROFILE_CHANGED)
    assert notice is not None
    told = " ".join(act_context(notice).values())
    for text in (sent, told):
        assert "Klik bit ly hadiah" in text
        assert "buka https hadiah id x" in text
    invitation = HelperInvitation(enterprise=enterprise, invited_by=helper)
    enqueue_all(invited_notices(invitation, HelperFactory()))
    invited = OutboxMessage.objects.get(key="helper.invited").context
    assert invited == {
        "enterprise": "Menang undian: buka https hadiah id x",
        "owner": "Klik bit ly hadiah",
    }


def test_a_new_code_replaces_the_former_and_old_ones_are_forgotten() -> None:
    helper, enterprise = declared_helper()
    ask(helper, enterprise)
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        second = ask(helper, enterprise)
    assert HelperConsent.objects.get() == second
    assert forget_unanswered_codes() == 0
    with time_machine.travel(clock.now() + timedelta(days=3)):
        assert forget_unanswered_codes() == 1


def test_a_form_counts_once_an_official_of_the_region_has_read_it() -> None:
    helper, enterprise = declared_helper()
    sent = waiting_form(helper, enterprise)
    assert sent.evidence is not None
    assert sent.evidence.kind == "helper-consent"
    elsewhere, official = OfficialFactory(regency="35.15"), OfficialFactory()
    with pytest.raises(NotPermitted):
        judge_form(elsewhere, sent.pk, accept=True, reason=OFFICE_REASON)
    with pytest.raises(NotPermitted):
        judge_form(helper, sent.pk, accept=True, reason=OFFICE_REASON)
    with pytest.raises(InvalidInput, match="reason_required"):
        judge_form(official, sent.pk, accept=True, reason=" ")
    former = OfficialFactory()
    MemberFactory(enterprise=enterprise, user=former, until=clock.now())
    with pytest.raises(NotPermitted):
        judge_form(former, sent.pk, accept=True, reason=OFFICE_REASON)
    judge_form(official, sent.pk, accept=False, reason="Belum ditandatangani.")
    with pytest.raises(Conflict, match="consent_judged"):
        judge_form(official, sent.pk, accept=True, reason=OFFICE_REASON)
    again = consent_by_form(helper, enterprise)
    assert Member.objects.get(user=helper).mandate == again
    told = OutboxMessage.objects.filter(key="helper.consented", recipient=helper)
    assert [row.context["accepted"] for row in told.order_by("created_at")] == [False, True]


def test_a_helpers_own_word_holds_for_a_fortnight_and_once() -> None:
    helper, enterprise = declared_helper()
    assert acts_for(helper, enterprise)
    assert end_declared() == 0
    with time_machine.travel(clock.now() + timedelta(days=15)):
        # At that moment, not when the sweep has passed.
        assert not acts_for(helper, enterprise)
        assert end_declared() == 1
        assert end_declared() == 0
        assert OutboxMessage.objects.filter(key="helper.lapsed", recipient=helper).count() == 1
        with pytest.raises(Conflict, match="consent_first"):
            claim(helper, str(enterprise.nib), enterprise.nik)
        consent_by_form(helper, enterprise)
        assert acts_for(helper, enterprise)
    assert Member.objects.filter(user=helper).count() == 2


def test_the_owner_who_opens_an_account_approves_or_ends_the_helper() -> None:
    owner, enterprise = owned_enterprise()
    helper = HelperFactory()
    member = MemberFactory(enterprise=enterprise, user=helper, role="helper")
    member.refresh_from_db()
    assert member.declared_until is not None
    with pytest.raises(NotPermitted):
        approve_helper(helper, enterprise, member.pk)
    for _again in range(2):
        approve_helper(owner, enterprise, member.pk)
    mandate = HelperConsent.objects.get()
    assert (mandate.way, mandate.owner, mandate.state) == ("account", owner, "given")
    end_helper(owner, enterprise, member.pk)
    mandate.refresh_from_db()
    assert (mandate.state, mandate.ended_by) == ("ended", owner)
    assert not acts_for(helper, enterprise)


def test_a_withdrawal_on_the_account_page_ends_the_helpers() -> None:
    owner, enterprise = owned_enterprise()
    member = MemberFactory(enterprise=enterprise, user=HelperFactory(), role="helper")
    approve_helper(owner, enterprise, member.pk)
    alone, other = declared_helper()
    for person in (owner, alone):
        withdraw_consent(person, purpose="on_behalf", channel="web", language="id")
    assert not acts_for(member.user, enterprise)
    assert not acts_for(alone, other)
    assert OutboxMessage.objects.filter(key="helper.ended").count() == 2


def test_the_counter_ends_a_consent_and_the_helper_acts_no_more() -> None:
    helper, enterprise = declared_helper()
    given = consent_by_form(helper, enterprise)
    with pytest.raises(NotPermitted):
        end_at_counter(helper, given.pk, reason="Pemilik meminta.")
    with pytest.raises(NotPermitted):
        end_at_counter(OfficialFactory(regency="35.15"), given.pk, reason="Pemilik meminta.")
    official = OfficialFactory()
    ended = end_at_counter(official, given.pk, reason="Pemilik meminta.")
    assert (ended.state, ended.ended_by, ended.end_reason) == (
        "ended",
        official,
        "Pemilik meminta.",
    )
    assert not acts_for(helper, enterprise)
    with pytest.raises(Conflict, match="consent_ended"):
        end_at_counter(official, given.pk, reason="Sekali lagi.")
    with pytest.raises(Conflict, match="form_needed"):
        ask(helper, enterprise)


def test_the_counter_ends_a_helper_on_their_word_who_then_rings_nobody() -> None:
    notice = waiting_notice()
    helper, enterprise, official = notice.helper, notice.enterprise, OfficialFactory()
    with pytest.raises(NotFound):
        end_at_notice(official, notice.pk + 1, reason="Pemilik meminta.")
    for stranger in (helper, OfficialFactory(regency="35.15"), UserFactory()):
        with pytest.raises(NotPermitted):
            end_at_notice(stranger, notice.pk, reason="Pemilik meminta.")
    with pytest.raises(InvalidInput, match="reason_required"):
        end_at_notice(official, notice.pk, reason="  ")
    assert acts_for(helper, enterprise)
    end_at_notice(official, notice.pk, reason="Pemilik meminta.")
    assert not acts_for(helper, enterprise)
    assert OutboxMessage.objects.filter(key="helper.ended", recipient=helper).count() == 1
    with pytest.raises(Conflict, match="help_ended"):
        end_at_notice(official, notice.pk, reason="Sekali lagi.")
    with pytest.raises(Conflict, match="form_needed"):
        ask(helper, enterprise)
    assert not phone_messages()


def test_the_number_of_a_form_is_judged_again_when_it_is_accepted() -> None:
    official = OfficialFactory()
    sent = [waiting_form(*declared_helper(), phone=OWNER_PHONE) for _owner in range(4)]
    for form in sent[:3]:
        judge_form(official, form.pk, accept=True, reason=OFFICE_REASON)
    with pytest.raises(Conflict, match="phone_of_many"):
        judge_form(official, sent[3].pk, accept=True, reason=OFFICE_REASON)
    late = waiting_form(*declared_helper(), phone="+6285711112222")
    with_phone(late.helper, phone="+6285711112222")
    with pytest.raises(Conflict, match="phone_of_helper"):
        judge_form(official, late.pk, accept=True, reason=OFFICE_REASON)
    for form in (sent[3], late):
        form.refresh_from_db()
        assert form.state == ConsentState.WAITING
        judge_form(official, form.pk, accept=False, reason="Nomor bukan milik pemilik.")


def test_nobody_accepts_a_form_that_the_scanner_has_not_cleared(settings: Any) -> None:
    settings.CLAMD_SOCKET = "/tidak/ada"
    form = waiting_form(*declared_helper())
    assert form.evidence is not None
    DocumentScan.objects.get_or_create(
        version=form.evidence, defaults={"state": ScanState.WAITING, "next_attempt_at": clock.now()}
    )
    with pytest.raises(Withheld, match="file_waiting"):
        judge_form(OfficialFactory(), form.pk, accept=True, reason=OFFICE_REASON)
    DocumentScan.objects.update(
        state=ScanState.INFECTED, scanned_at=clock.now(), signature="Eicar-Test"
    )
    with pytest.raises(Withheld, match="file_infected"):
        judge_form(OfficialFactory(), form.pk, accept=True, reason=OFFICE_REASON)


def test_a_form_counts_for_its_helper_and_not_again_after_an_end() -> None:
    helper, enterprise = declared_helper()
    given = consent_by_form(helper, enterprise)
    second = HelperFactory()
    open_membership(second, enterprise, channel="web")
    with pytest.raises(InvalidInput, match="form_used"):
        waiting_form(second, enterprise)
    end_at_counter(OfficialFactory(), given.pk, reason="Pemilik meminta.")
    with pytest.raises(InvalidInput, match="form_used"):
        waiting_form(helper, enterprise)
    assert HelperConsent.objects.get() == given


def test_who_is_no_helper_any_more_acts_for_nobody() -> None:
    helper, enterprise = declared_helper()
    given = consent_by_form(helper, enterprise)
    User.objects.filter(pk=helper.pk).update(is_helper=False)
    helper.refresh_from_db()
    assert given.state == ConsentState.GIVEN
    assert not acts_for(helper, enterprise)
    assert not clients_of(helper).exists()


def refused_by_the_database(write: Any) -> bool:
    try:
        with transaction.atomic():
            write()
    except (DatabaseError, IntegrityError):
        return True
    return False


def test_the_database_holds_what_was_agreed_to_and_who_may_act() -> None:
    helper, enterprise = declared_helper()
    given = consent_by_form(helper, enterprise)
    rows = HelperConsent.objects.filter(pk=given.pk)
    other = EnterpriseFactory()
    for write in (
        lambda: rows.update(owner_name="Orang Lain"),
        lambda: rows.update(answered_by=helper),
        # A helper still acts by it.
        lambda: rows.update(state="ended", ended_at=clock.now()),
        rows.delete,
        # Another's consent lets nobody act, nor does a term beside an owner.
        lambda: Member.objects.create(
            enterprise=other, user=helper, role="helper", mandate=given, since=clock.now()
        ),
        lambda: MemberFactory(declared_until=clock.now()),
    ):
        assert refused_by_the_database(write)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO enterprises_member (enterprise_id, user_id, role, since)"
            " VALUES (%s, %s, 'helper', now())",
            [other.pk, helper.pk],
        )
    written = Member.objects.get(enterprise=other)
    assert written.declared_until is not None
    ends = written.declared_until + timedelta(seconds=1)
    assert ends == clock.midnight(clock.local_date(written.since) + timedelta(days=15))
    end_at_counter(OfficialFactory(), given.pk, reason="Pemilik meminta.")
    assert refused_by_the_database(lambda: rows.update(state="given", ended_at=None))
    assert Member.objects.filter(role=MemberRole.HELPER).acting().count() == 1


def test_no_refusal_names_the_number() -> None:
    helper, enterprise = declared_helper()
    with_phone(HelperFactory(), phone=OWNER_PHONE)
    with pytest.raises(DomainError) as refused:
        ask(helper, enterprise)
    assert OWNER_PHONE[3:] not in refused.value.message + str(refused.value)


@pytest.mark.django_db(transaction=True)
def test_a_consent_by_code_survives_the_end_of_its_code() -> None:
    helper, enterprise = declared_helper()
    given = consent_by_code(helper, enterprise)
    assert given.code is not None
    given.code.delete()
    given.refresh_from_db()
    assert given.code_id is None
    assert given.state == ConsentState.GIVEN


def test_a_former_head_ends_no_helper_of_the_enterprise() -> None:
    former, enterprise = owned_enterprise(legal_form=LegalForm.COOPERATIVE)
    successor = MemberFactory(enterprise=enterprise).user
    helper = MemberFactory(enterprise=enterprise, user=HelperFactory(), role="helper")
    approve_helper(former, enterprise, helper.pk)
    with time_machine.travel(clock.now() + timedelta(days=2)):
        give_post(successor, enterprise, Position.CHAIR, since=clock.today())
        withdraw_consent(former, purpose="on_behalf", channel="web", language="id")
        assert acts_for(helper.user, enterprise)
        end_helper(successor, enterprise, helper.pk)
        assert not acts_for(helper.user, enterprise)


def approve_in_a_thread(owner: User, enterprise: Enterprise, member: Member) -> Any:
    """Approve the helper, in a transaction that stays open for a moment."""

    def approve() -> None:
        with transaction.atomic():
            approve_helper(owner, enterprise, member.pk)
            approved.set()
            time.sleep(0.2)
        connection.close()

    approved = Event()
    return Thread(target=approve), approved


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_also_ends_who_is_approved_at_the_same_moment() -> None:
    owner, enterprise = owned_enterprise()
    first, second = (
        MemberFactory(enterprise=enterprise, user=HelperFactory(), role="helper") for _ in range(2)
    )
    approve_helper(owner, enterprise, first.pk)
    thread, approved = approve_in_a_thread(owner, enterprise, second)
    thread.start()
    assert approved.wait(5)
    withdraw_consent(owner, purpose="on_behalf", channel="web", language="id")
    thread.join()
    assert not acts_for(first.user, enterprise)
    assert not acts_for(second.user, enterprise)


@pytest.mark.django_db(transaction=True)
def test_two_forms_accepted_at_once_are_not_both_the_last_of_a_number() -> None:
    forms = [waiting_form(*declared_helper(), phone=OWNER_PHONE) for _owner in range(4)]
    for form in forms[:2]:
        judge_form(OfficialFactory(), form.pk, accept=True, reason=OFFICE_REASON)
    officials = [OfficialFactory(), OfficialFactory()]
    together, codes = Barrier(2), []

    def accept(official: User, form: HelperConsent) -> None:
        together.wait(5)
        try:
            judge_form(official, form.pk, accept=True, reason=OFFICE_REASON)
        except Conflict as error:
            codes.append(error.code)
        connection.close()

    threads = [Thread(target=accept, args=pair) for pair in zip(officials, forms[2:], strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == ["phone_of_many"]
