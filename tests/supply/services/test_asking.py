"""Before members are asked: a checked buyer, an approved sample; until when they answer."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from common.dates import clock
from common.edits.shown import FormSnapshot
from common.errors import Conflict, InvalidInput, NotFound
from common.text.formats import rupiah
from enterprises.models import Enterprise, Product
from letters.policies.codes import written
from notifications.models import OutboxMessage
from notifications.render import render
from supply.enums import OfferState, OrderState, RequestState
from supply.messages.letter_content import duty_rows
from supply.models import BuyerRequest, Invitation, MemberGrade, Order, OrderSample
from supply.selectors.orders.readiness import readiness
from supply.services.letters.answers import decline_letter
from supply.services.members.grading import MOST_A_DAY, grade_member
from supply.services.members.inviting import extend_answers
from supply.services.members.offering import decline
from supply.services.orders.buyers import attach_request
from supply.services.orders.costs import add_hub
from supply.services.orders.preparing import begin_order, change_order, order_row, order_values
from supply.services.orders.samples import note_sample
from supply.services.requests.moves import withdraw
from tests.factories.orders import (
    a_member,
    an_order,
    checked_request,
    exporter_of_record,
    invited,
    letters_sent,
    offered,
    order_data,
    planned,
)
from tests.factories.supply import make_request

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def an_unready_order(head: User, exporter: Enterprise) -> Order:
    """Return an order without buyer and sample, with a hub."""
    order = begin_order(head, exporter.pk, order_data(no_sample_reason=""))
    add_hub(head, order.uid, name="Gudang", opening_cost=0, weekly_capacity=None)
    return order


def straight_into_the_table(head: User, order: Order, product: Product) -> None:
    with transaction.atomic():
        Invitation.objects.create(
            order=order,
            product=product,
            hub=order.hubs.get(),
            asked_by=head,
            asked_at=clock.now(),
            answer_by=clock.today() + timedelta(days=5),
        )


def note(head: User, order: Order, product: Product, *, is_approved: bool = True) -> OrderSample:
    return note_sample(head, order.uid, product_id=product.pk, note="rapi", is_approved=is_approved)


class TestBuyer:
    def test_nobody_is_asked_for_a_buyer_whom_nobody_checked(self) -> None:
        head, exporter = exporter_of_record()
        order = an_unready_order(head, exporter)
        _owner, product = a_member(exporter)
        note(head, order, product)
        with pytest.raises(Conflict, match="buyer_missing"):
            invited(head, order, product)
        with pytest.raises(IntegrityError, match="checked buyer"):
            straight_into_the_table(head, order, product)
        unchecked = make_request(RequestState.TAKEN, exporter)
        attach_request(head, order.uid, unchecked.pk)
        order.refresh_from_db()
        assert not readiness(order).is_checked
        with pytest.raises(Conflict, match="buyer_not_checked"):
            invited(head, order, product)
        with pytest.raises(IntegrityError, match="checked buyer"):
            straight_into_the_table(head, order, product)
        withdraw(unchecked.pk)
        with pytest.raises(Conflict, match="state_changed"):
            invited(head, order, product)
        # The request that ended gives way to another.
        attach_request(head, order.uid, checked_request(head, exporter).pk)
        invited(head, order, product)
        assert order.state == OrderState.COLLECTING

    def test_only_a_request_in_hand_of_the_same_exporter_is_attached_once(self) -> None:
        head, exporter = exporter_of_record()
        stranger, other = exporter_of_record(name="Koperasi lain")
        order = an_unready_order(head, exporter)
        theirs, own = checked_request(stranger, other), checked_request(head, exporter)
        with pytest.raises(NotFound):
            attach_request(head, order.uid, theirs.pk)
        with pytest.raises(NotFound):
            attach_request(stranger, order.uid, theirs.pk)
        # Whether another's request exists, and its state, cannot be found out by trying numbers.
        with pytest.raises(NotFound):
            attach_request(head, order.uid, make_request().pk)
        ended = checked_request(head, exporter)
        withdraw(ended.pk)
        with pytest.raises(Conflict, match="state_changed"):
            attach_request(head, order.uid, ended.pk)
        for _twice in range(2):
            assert attach_request(head, order.uid, own.pk).request_id == own.pk
        with pytest.raises(Conflict, match="buyer_given"):
            attach_request(head, order.uid, checked_request(head, exporter).pk)
        invited(head, an_order(head, exporter), a_member(exporter)[1])
        asked = Order.objects.exclude(pk=order.pk).get()
        with pytest.raises(Conflict, match="order_fixed"):
            attach_request(head, asked.uid, own.pk)
        for change in ({"request": own}, {"request": None}, {"no_sample_reason": "lain sekali"}):
            with pytest.raises(IntegrityError, match="asked"), transaction.atomic():
                Order.objects.filter(pk=asked.pk).update(**change)
        with pytest.raises(IntegrityError, match="checked once"), transaction.atomic():
            BuyerRequest.objects.filter(pk=own.pk).update(register_name="Firma lain")

    def test_the_page_offers_requests_in_hand_and_takes_one(self) -> None:
        head, exporter = exporter_of_record()
        order = an_unready_order(head, exporter)
        own, client = checked_request(head, exporter), signed_in(head)
        path = f"/ekspor/pesanan/{order.uid}/pembeli/"
        assert own.company in client.get(path).content.decode()
        for wrong in ("", "x", "\x00", "9" * 30):
            assert client.post(path, {"permintaan": wrong}).status_code == 409
        assert client.post(path, {"permintaan": "999999"}).status_code == 404
        assert client.post(path, {"permintaan": own.pk}).status_code == 302
        page = client.get(f"/ekspor/pesanan/{order.uid}/").content.decode()
        assert own.company in page
        assert "belum ada" in page
        assert b'name="permintaan"' not in client.get(path).content
        assert client.get(f"{path}?hal=zzz").status_code == 302


class TestSample:
    def test_members_are_asked_on_the_sample_of_the_newest_version_or_a_reason(self) -> None:
        head, exporter = exporter_of_record()
        order = an_unready_order(head, exporter)
        attach_request(head, order.uid, checked_request(head, exporter).pk)
        _owner, product = a_member(exporter)
        for lacking in ("none", "not approved", "older version"):
            if lacking == "not approved":
                note(head, order, product, is_approved=False)
            if lacking == "older version":
                note(head, order, product)
                shown = FormSnapshot.of(order_row(order), order_values(order))
                newer = order_data(no_sample_reason="", specification="Versi kedua.")
                change_order(head, order.uid, newer, shown=shown)
            order.refresh_from_db()
            assert not readiness(order).has_sample, lacking
            with pytest.raises(Conflict, match="sample_missing"):
                invited(head, order, product)
            with pytest.raises(IntegrityError, match="approved sample"):
                straight_into_the_table(head, order, product)
        note(head, order, product)
        invited(head, order, product)
        with pytest.raises(IntegrityError, match="another version or sample"), transaction.atomic():
            order.samples.update(is_approved=False)
        with pytest.raises(IntegrityError, match="another version or sample"), transaction.atomic():
            order.specifications.get(version=2).__class__.objects.create(
                order=order, version=3, text="x", written_by=head, written_at=clock.now()
            )

    def test_letters_say_the_sample_but_not_who_made_it(self) -> None:
        head, exporter = exporter_of_record()
        order = an_unready_order(head, exporter)
        attach_request(head, order.uid, checked_request(head, exporter).pk)
        members = [a_member(exporter) for _ in range(2)]
        note(head, order, members[0][1])
        rows = invited(head, order, *[product for _owner, product in members])
        for (owner, _product), row in zip(members, rows, strict=True):
            offered(owner, row)
        letters = letters_sent(head, order, planned(head, order))
        maker, (other_owner, other) = members[0][1], members[1]
        letter = letters[other.enterprise_id]
        assert letter.content["sample"] == {
            "approved_on": clock.today().isoformat(),
            "version": 1,
        }
        page = Client().get(f"/pesanan-bersama/surat/{letter.uid}/").content.decode()
        own = signed_in(other_owner).get(f"/pesanan-bersama/{letter.invitation.uid}/")
        for text in (page, own.content.decode()):
            assert "Contoh yang disetujui" in text
            assert "untuk spesifikasi versi 1" in text
            assert maker.enterprise.name not in text
        told = OutboxMessage.objects.filter(key="order.letter").first()
        assert told is not None
        assert told.context["sample_version"] == 1
        # What a member asks before it opens a link: the price, the weeks, and the code.
        said = render(told.key, told.context, language="id").text
        (sent,) = (each for each in letters.values() if written(each.code) in said)
        assert f"{rupiah(sent.unit_price)} sebuah" in said
        weeks = len(sent.content["weeks"])
        assert f"Dikerjakan dalam {weeks if weeks > 1 else 'satu'} pekan" in said
        # A letter from before samples were asked for has no such row.
        del letter.content["sample"]
        assert "Contoh yang disetujui" not in str(duty_rows(letter.content))

    def test_a_reason_that_says_nothing_is_refused(self) -> None:
        head, exporter = exporter_of_record()
        for reason, code in (("tidak", "reason_says_nothing"), ("x" * 301, "reason_says_nothing"),
                             ("lihat 3578011708450001", "nik_in_reason")):  # fmt: skip
            with pytest.raises(InvalidInput, match=code):
                begin_order(head, exporter.pk, order_data(no_sample_reason=reason))
        order = an_order(head, exporter)
        page = signed_in(head).get(f"/ekspor/pesanan/{order.uid}/").content.decode()
        assert "Pesanan ulang dari contoh tahun lalu." in page


def at(day: date, clock_time: time) -> time_machine.travel:
    return time_machine.travel(datetime.combine(day, clock_time, tzinfo=clock.JAKARTA), tick=False)


class TestLateAnswers:
    def test_nothing_is_taken_after_the_last_day_in_jakarta_in_any_state(self) -> None:
        head, exporter = exporter_of_record()
        order = an_order(head, exporter)
        members = [a_member(exporter) for _ in range(2)]
        first, second = invited(head, order, *[product for _owner, product in members])
        (owner, _product), (other, _second) = members
        last = first.answer_by
        with at(last, time(23, 59, 59)):
            offered(owner, first)
            assert "Simpan penawaran" in page_of(owner, first)
        planned(head, order)
        order.refresh_from_db()
        assert order.state == OrderState.PLANNING
        assert "giliran Anda" in signed_in(other).get("/pesanan-bersama/").content.decode()
        with at(last + timedelta(days=1), time(0, 0)):
            for person, row in ((owner, first), (other, second)):
                with pytest.raises(Conflict, match="offers_closed"):
                    offered(person, row, pieces=10)
            assert "Simpan penawaran" not in page_of(other, second)
            assert "giliran Anda" not in signed_in(other).get("/pesanan-bersama/").content.decode()
            # An offer binds nobody: a no is heard until letters are written.
            assert "Kali ini tidak ikut" in page_of(owner, first)
            assert decline(owner, first.uid).state == OfferState.DECLINED
        second.refresh_from_db()
        assert second.state == OfferState.INVITED

    def test_a_letter_takes_no_answer_after_its_time(self) -> None:
        head, exporter = exporter_of_record()
        order = an_order(head, exporter)
        owner, product = a_member(exporter)
        (row,) = invited(head, order, product)
        offered(owner, row, pieces=30)
        (letter,) = letters_sent(head, order, planned(head, order)).values()
        late = time_machine.travel(letter.answer_by + timedelta(seconds=1), tick=False)
        with late, pytest.raises(Conflict, match="letter_ended"):
            decline_letter(owner, letter.uid)

    def test_the_exporter_extends_what_was_not_declined_and_members_are_told(self) -> None:
        head, exporter = exporter_of_record()
        order = an_order(head, exporter)
        members = [a_member(exporter) for _ in range(3)]
        silent, answered, declined = invited(head, order, *[each for _owner, each in members])
        offered(members[1][0], answered)
        decline(members[2][0], declined.uid)
        late = silent.answer_by + timedelta(days=1)
        with at(late, time(9)):
            client, path = signed_in(head), f"/ekspor/pesanan/{order.uid}/anggota/"
            assert "Waktu menjawab lewat" in client.get(path).content.decode()
            for wrong in (late, late + timedelta(days=61)):
                with pytest.raises(InvalidInput, match="bad_answer_by"):
                    extend_answers(head, order.uid, answer_by=wrong)
            until = late + timedelta(days=3)
            with pytest.raises(NotFound):
                extend_answers(members[0][0], order.uid, answer_by=until)
            sent = {"act": "extend", "answer_by": until.isoformat()}
            assert client.post(path, sent).status_code == 302
            # Once a day, so that nobody is written to again and again.
            sent["answer_by"] = (until + timedelta(days=1)).isoformat()
            assert client.post(path, sent).status_code == 409
            offered(members[0][0], silent)
        told = OutboxMessage.objects.filter(key="order.invited_longer")
        assert {each.recipient_id for each in told} == {owner.pk for owner, _each in members[:2]}
        with at(late, time(10)):
            offered(members[1][0], answered, pieces=15)
        declined.refresh_from_db()
        assert (declined.extended_at, declined.answer_by) == (None, late - timedelta(days=1))
        letters_sent(head, order, planned(head, order))
        with pytest.raises(Conflict, match="offers_closed"):
            extend_answers(head, order.uid, answer_by=until)


def page_of(owner: User, invitation: Invitation) -> str:
    page = signed_in(owner).get(f"/pesanan-bersama/{invitation.uid}/")
    return page.content.decode()


def test_a_member_is_graded_three_times_a_day_and_the_newest_counts() -> None:
    head, exporter = exporter_of_record()
    order = an_order(head, exporter)
    owner, product = a_member(exporter)
    (row,) = invited(head, order, product)
    why = "Selalu tepat waktu tahun lalu."

    def give(grade: int) -> MemberGrade:
        return grade_member(head, exporter.pk, product.enterprise_id, grade=grade, reason=why)

    for grade in range(1, MOST_A_DAY + 1):
        give(grade)
    with pytest.raises(Conflict, match="too_many_grades"):
        give(5)
    other = a_member(exporter)[1]
    grade_member(head, exporter.pk, other.enterprise_id, grade=2, reason=why)
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        give(4)
        assert (
            "nilai 4 sejak"
            in signed_in(head).get(f"/ekspor/pesanan/{order.uid}/anggota/").content.decode()
        )
        assert "4, sejak" in page_of(owner, row)
    assert MemberGrade.objects.filter(member=product.enterprise).count() == MOST_A_DAY + 1
