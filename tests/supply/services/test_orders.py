"""An order from its preparation to closed letters: who may do what, and what never happens."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from common.dates import clock
from common.edits.shown import FormSnapshot
from common.errors import Conflict, InvalidInput, NotFound, NotPermitted
from enterprises.enums import HelperAct, MemberRole
from enterprises.models import CapacityPromise, CapacityWeek, OwnerNotice
from enterprises.services import capacity_promises
from enterprises.services.capacity_promises import Part, WeekFull, promise_weeks
from enterprises.services.capacity_statements import record_sale_elsewhere, state_capacity
from notifications.models import OutboxMessage
from supply.enums import LetterState, OfferState, OrderState, RequestState
from supply.models import Commitment, Order, PlanRun, Quote
from supply.services.letters.answers import accept, decline_letter, withdraw
from supply.services.letters.sending import cancel_order, close_letters, send_letters
from supply.services.members import promised_weeks as order_weeks
from supply.services.members.held_weeks import hold_weeks, release_held_weeks
from supply.services.members.offering import OfferData, decline, offer
from supply.services.orders.costs import add_hub
from supply.services.orders.preparing import Due, begin_order, change_order, order_row, order_values
from supply.services.orders.quoting import quote
from supply.services.plans.runs import Choices, ask_plan
from supply.services.requests.moves import withdraw as withdraw_request
from tests.factories.enterprises import MemberFactory
from tests.factories.orders import (
    a_member,
    an_order,
    exporter_of_record,
    invited,
    letters_sent,
    offered,
    order_data,
    planned,
    valid_until,
)
from tests.factories.supply import make_request
from tests.simultaneous import run_together

pytestmark = pytest.mark.django_db


def keys() -> list[str]:
    return list(OutboxMessage.objects.order_by("created_at").values_list("key", flat=True))


def with_letters(
    count: int = 3, **changes: Any
) -> tuple[User, Order, list[tuple[User, Commitment]]]:
    """Return an order whose letters are out, with the owner and the letter of each member."""
    head, exporter = exporter_of_record()
    order = an_order(head, exporter, **changes)
    members = [a_member(exporter) for _ in range(count)]
    rows = invited(head, order, *[product for _owner, product in members])
    for (owner, _product), row in zip(members, rows, strict=True):
        offered(owner, row)
    letters = letters_sent(head, order, planned(head, order))
    found = [
        (owner, letters[product.enterprise_id])
        for owner, product in members
        if product.enterprise_id in letters
    ]
    return head, order, found


class TestPreparing:
    def test_an_order_is_its_exporters_alone_and_fixed_once_members_are_asked(self) -> None:
        head, exporter = exporter_of_record()
        stranger, other = exporter_of_record()
        order = an_order(head, exporter)
        assert (order.quantity, order.target, order.state) == (100, 105, OrderState.PREPARING)
        shown = FormSnapshot.of(order_row(order), order_values(order))
        with pytest.raises(NotFound):
            change_order(stranger, order.uid, order_data(), shown=shown)
        with pytest.raises(NotFound):
            begin_order(stranger, exporter.pk, order_data())
        change_order(head, order.uid, order_data(specification="Versi kedua."), shown=shown)
        assert [each.version for each in order.specifications.all()] == [2, 1]
        _owner, product = a_member(exporter)
        invited(head, order, product)
        assert (order.weeks, order.state) == (4, OrderState.COLLECTING)
        with pytest.raises(Conflict, match="order_fixed"):
            change_order(head, order.uid, order_data(), shown=shown)
        assert other.pk != exporter.pk

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"deliveries": ()}, "bad_deliveries"),
            ({"deliveries": (Due(clock.today(), 5),)}, "too_soon"),
            ({"deliveries": (Due(clock.today() + timedelta(days=700), 5),)}, "too_long"),
            ({"deliveries": (Due(clock.today() + timedelta(days=900), 5),)}, "bad_day"),
            ({"deliveries": (Due(date.min, 5),)}, "bad_day"),
            ({"material_on": date.max}, "bad_day"),
            ({"begins_on": date.min}, "bad_day"),
            ({"price_mode": "one_price"}, "price_missing"),
            ({"penalty_percent_a_week": 9}, "cap_too_low"),
            ({"claims": "NIK 3578011708450001"}, "nik_in_reason"),
        ],
    )
    def test_what_cannot_be_an_order_is_refused(self, change: dict[str, Any], code: str) -> None:
        head, exporter = exporter_of_record()
        with pytest.raises(InvalidInput, match=code):
            begin_order(head, exporter.pk, order_data(**change))
        assert Order.objects.count() == 0

    def test_a_request_that_ended_is_made_into_no_order_and_nobody_is_invited(self) -> None:
        head, exporter = exporter_of_record()
        request = make_request(RequestState.TAKEN, exporter)
        order = begin_order(head, exporter.pk, order_data(), request=request)
        add_hub(head, order.uid, name="Gudang", opening_cost=0, weekly_capacity=None)
        _owner, product = a_member(exporter)
        with pytest.raises(Conflict, match="buyer_not_checked"):
            invited(head, order, product)
        withdraw_request(request.pk)
        with pytest.raises(Conflict, match="state_changed"):
            begin_order(head, exporter.pk, order_data(), request=request)
        with pytest.raises(Conflict, match="state_changed"):
            invited(head, order, product)

    def test_only_members_that_show_their_capacity_and_make_such_a_product_are_asked(self) -> None:
        head, exporter = exporter_of_record()
        order = an_order(head, exporter)
        _owner, fits = a_member(exporter)
        _other, table = a_member(exporter, hs_code="940360")
        _third, hidden = a_member(exporter_of_record()[1])
        for wrong in (table, hidden):
            with pytest.raises(InvalidInput, match="unknown_product"):
                invited(head, order, fits, wrong)
        assert (order.invitations.count(), keys()) == (0, [])


class TestOffers:
    def test_a_member_offers_changes_and_declines_its_own_only(self) -> None:
        head, exporter = exporter_of_record()
        order = an_order(head, exporter)
        (owner, product), (other, second) = a_member(exporter), a_member(exporter)
        mine, theirs = invited(head, order, product, second)
        assert keys() == ["order.invited", "order.invited"]
        with pytest.raises(NotFound):
            offered(other, mine)
        offered(owner, mine, price=390_000)
        offered(owner, mine, price=380_000)
        assert mine.order.invitations.get(pk=mine.pk).unit_price == 380_000
        decline(other, theirs.uid)
        theirs.refresh_from_db()
        assert (theirs.state, theirs.pieces) == (OfferState.DECLINED, None)

    def test_an_owner_is_told_what_a_helper_answers(self) -> None:
        head, exporter = exporter_of_record()
        order = an_order(head, exporter)
        owner, product = a_member(exporter)
        (row,) = invited(head, order, product)
        helper = MemberFactory(enterprise=product.enterprise, role=MemberRole.HELPER).user
        assert helper is not None
        offered(owner, row)
        assert not OwnerNotice.objects.exists()
        offered(helper, row, price=300_000)
        decline(helper, row.uid)
        decline(helper, row.uid)
        told = OwnerNotice.objects.order_by("id")
        assert list(told.values_list("act", "about", "link")) == [
            (act, order.number, f"/pesanan-bersama/{row.uid}/")
            for act in (HelperAct.OFFERED, HelperAct.DECLINED)
        ]

    def test_hostile_offers_are_refused(self) -> None:
        head, exporter = exporter_of_record()
        order = an_order(head, exporter)
        owner, product = a_member(exporter)
        (row,) = invited(head, order, product)
        good = OfferData([20] * 4, 400_000, 0, valid_until())
        shown = FormSnapshot.of("x", {})
        for bad, code in (
            (OfferData([20] * 3, 400_000, 0, valid_until()), "bad_pieces"),
            (OfferData([-1, 5, 5, 5], 400_000, 0, valid_until()), "bad_pieces"),
            (OfferData([0] * 4, 400_000, 0, valid_until()), "no_pieces"),
            (OfferData([20] * 4, 0, 0, valid_until()), "bad_price"),
            (OfferData([20] * 4, 400_000, 81, valid_until()), "lot_too_big"),
            (OfferData([20] * 4, 400_000, 0, clock.today() - timedelta(days=1)), "bad_valid"),
        ):
            with pytest.raises(InvalidInput, match=code):
                offer(owner, row.uid, bad, shown=shown)
        order.invitations.update(answer_by=clock.today() - timedelta(days=1))
        with pytest.raises(Conflict, match="offers_closed"):
            offer(owner, row.uid, good, shown=shown)

    def test_one_price_holds_for_all(self) -> None:
        head, exporter = exporter_of_record()
        order = an_order(head, exporter, price_mode="one_price", unit_price=350_000)
        owner, product = a_member(exporter)
        (row,) = invited(head, order, product)
        assert offered(owner, row, price=999_000).unit_price == 350_000


class TestPlans:
    def test_a_plan_covers_the_target_and_is_fixed_once_shown(self) -> None:
        head, exporter = exporter_of_record()
        order = an_order(head, exporter)
        members = [a_member(exporter) for _ in range(3)]
        rows = invited(head, order, *[product for _owner, product in members])
        for (owner, _product), row, price in zip(members, rows, (400, 300, 350), strict=True):
            offered(owner, row, price=price * 1000)
        plan = planned(head, order)
        assert plan.result is not None
        made = sum(sum(row["weekly"]) for row in plan.result["allocations"])
        assert (plan.result["status"], made) == ("optimal", 105)
        assert {row["id"] for row in plan.result["allocations"]} == {
            str(rows[1].pk),
            str(rows[2].pk),
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            PlanRun.objects.filter(pk=plan.pk).update(result={})
        assert keys()[-1] == "order.plan_ready"

    def test_a_lock_and_a_missing_certificate_are_kept(self) -> None:
        head, exporter = exporter_of_record()
        order = an_order(head, exporter, certificates=["svlk-kelompok"])
        owner, product = a_member(exporter)
        (row,) = invited(head, order, product)
        offered(owner, row)
        result = planned(head, order).result
        assert result is not None
        assert result["left_out"] == [
            {"id": str(row.pk), "code": "certificate", "kinds": ["svlk-kelompok"]}
        ]
        assert (result["status"], result["shortfall"]) == ("infeasible", 105)
        with pytest.raises(InvalidInput, match="lock_twice"):
            ask_plan(head, order.uid, Choices(locked_in=[row.pk], locked_out=[row.pk]))
        with pytest.raises(InvalidInput, match="unknown_member"):
            ask_plan(head, order.uid, Choices(locked_in=[0]))

    def test_one_plan_at_a_time(self) -> None:
        head, exporter = exporter_of_record()
        order = an_order(head, exporter)
        owner, product = a_member(exporter)
        (row,) = invited(head, order, product)
        with pytest.raises(Conflict, match="no_offers"):
            ask_plan(head, order.uid, Choices())
        offered(owner, row)
        ask_plan(head, order.uid, Choices())
        with pytest.raises(Conflict, match="plan_waits"):
            ask_plan(head, order.uid, Choices())


class TestOptions:
    def test_weeks_are_held_by_the_members_own_for_its_order_and_let_go(self) -> None:
        head, exporter = exporter_of_record()
        order = an_order(head, exporter)
        owner, product = a_member(exporter, capacity=20)
        (row,) = invited(head, order, product)
        with pytest.raises(Conflict, match="no_offer"):
            hold_weeks(owner, row.uid)
        offered(owner, row)
        helper = MemberFactory(enterprise=product.enterprise, role=MemberRole.HELPER).user
        with pytest.raises(NotPermitted):
            hold_weeks(helper, row.uid)
        held = hold_weeks(owner, row.uid)
        assert (len(held), hold_weeks(owner, row.uid)) == (4, held)
        with pytest.raises(WeekFull):
            promise_weeks([Part(product, held[0].week, 1)], subject="other:1")
        # Held weeks are free for the order that they are held for, and end with the acceptance.
        result = planned(head, order).result
        assert result is not None
        assert [row["weekly"] for row in result["allocations"]] == [[20] * 4]
        letters = letters_sent(head, order, order.plans.get())
        accept(owner, letters[product.enterprise_id].uid)
        kinds = CapacityPromise.objects.filter(released_at__isnull=True)
        assert set(kinds.values_list("kind", flat=True)) == {"commitment"}

    def test_a_plan_counts_no_held_week_that_the_member_has_taken_back(self) -> None:
        head, exporter = exporter_of_record()
        order = an_order(head, exporter)
        owner, product = a_member(exporter, capacity=100)
        (row,) = invited(head, order, product)
        offered(owner, row, pieces=100)
        weeks = [each.week for each in hold_weeks(owner, row.uid)]
        record_sale_elsewhere(owner, product.enterprise, weeks[0], 1000)
        record_sale_elsewhere(owner, product.enterprise, weeks[1], 700)
        plan = planned(head, order)
        assert plan.problem is not None
        assert plan.problem["offers"][0]["weekly_capacity"] == [0, 30, 100, 100]
        (letter,) = letters_sent(head, order, plan).values()
        assert accept(owner, letter.uid).state == LetterState.ACCEPTED

    def test_another_offer_and_a_button_let_go(self) -> None:
        head, exporter = exporter_of_record()
        order = an_order(head, exporter)
        owner, product = a_member(exporter)
        (row,) = invited(head, order, product)
        for end in (
            lambda: offered(owner, row, pieces=10),
            lambda: release_held_weeks(owner, row.uid),
        ):
            offered(owner, row)
            assert len(hold_weeks(owner, row.uid)) == 4
            end()
            assert not CapacityPromise.objects.filter(released_at__isnull=True).exists()


class TestLetters:
    def test_accepting_promises_the_weeks_and_withdrawing_gives_them_back(self) -> None:
        head, order, letters = with_letters()
        owner, letter = letters[0]
        helper = MemberFactory(
            enterprise=letter.invitation.product.enterprise, role=MemberRole.HELPER
        ).user
        for nobody in (helper, head):
            with pytest.raises(NotPermitted):
                accept(nobody, letter.uid)
        accept(owner, letter.uid)
        accept(owner, letter.uid)
        assert CapacityPromise.objects.filter(subject=letter.subject).count() == sum(
            1 for each in letter.pieces if each
        )
        weeks = CapacityWeek.objects.filter(enterprise=letter.invitation.product.enterprise)
        assert weeks.filter(promised_thousandths__gt=0).exists()
        withdraw(owner, letter.uid)
        withdraw(owner, letter.uid)
        assert not weeks.filter(promised_thousandths__gt=0).exists()
        with pytest.raises(Conflict, match="letter_ended"):
            accept(owner, letter.uid)
        assert keys().count("order.letter_accepted") == 1
        assert keys().count("order.letter_withdrawn") == 1
        assert order.number in str(OutboxMessage.objects.latest("created_at").context)

    def test_a_week_that_was_taken_meanwhile_accepts_nothing(self) -> None:
        _head, _order, letters = with_letters()
        owner, letter = letters[0]
        product = letter.invitation.product
        week = CapacityWeek.objects.filter(enterprise=product.enterprise).order_by("week")[0].week
        promise_weeks([Part(product, week, 40)], subject="other:1")
        with pytest.raises(WeekFull):
            accept(owner, letter.uid)
        letter.refresh_from_db()
        assert letter.state == LetterState.WAITING
        assert not CapacityPromise.objects.filter(subject=letter.subject).exists()

    def test_a_repair_keeps_what_was_accepted_and_asks_others(self) -> None:
        head, exporter = exporter_of_record()
        order = an_order(head, exporter)
        members = [a_member(exporter) for _ in range(4)]
        rows = invited(head, order, *[product for _owner, product in members])
        for place, ((owner, _product), row) in enumerate(zip(members, rows, strict=True)):
            offered(owner, row, price=300_000 + place * 10_000)
        letters = letters_sent(head, order, planned(head, order))
        assert len(letters) == 2
        (first, one), (second, two) = (
            (owner, letters[product.enterprise_id]) for owner, product in members[:2]
        )
        accept(first, one.uid)
        with pytest.raises(Conflict, match="letters_wait"):
            ask_plan(head, order.uid, Choices(), is_repair=True)
        decline_letter(second, two.uid)
        with pytest.raises(Conflict, match="plan_sent"):
            send_letters(head, order.uid, plan_number=1, answer_by=soon())
        plan = planned(head, order, is_repair=True)
        assert plan.problem is not None
        assert [row["weekly"] for row in plan.problem["kept"]] == [one.pieces]
        again = letters_sent(head, order, plan)
        asked = {product.enterprise_id for _owner, product in members[2:]}
        assert set(again) <= asked
        assert one.quantity + sum(each.quantity for each in again.values()) == order.target
        stale = Choices()
        with pytest.raises(Conflict, match="letters_wait"):
            ask_plan(head, order.uid, stale, is_repair=True)

    def test_a_repair_that_answers_have_overtaken_is_not_sent(self) -> None:
        head, order, letters = with_letters(4)
        (first, one), (second, two) = letters[:2]
        accept(first, one.uid)
        for owner, letter in letters[1:]:
            decline_letter(owner, letter.uid)
        plan = planned(head, order, is_repair=True)
        withdraw(first, one.uid)
        with pytest.raises(Conflict, match="answers_changed"):
            send_letters(head, order.uid, plan_number=plan.number, answer_by=soon())
        assert (second, two) == letters[1]

    def test_the_exporter_hears_that_a_member_states_less_than_it_promised(self) -> None:
        head, order, letters = with_letters()
        owner, letter = letters[0]
        accept(owner, letter.uid)
        member = letter.invitation.product.enterprise
        week = CapacityWeek.objects.filter(enterprise=member, promised_thousandths__gt=0).earliest(
            "week"
        )
        told = [state_capacity(owner, member, {week.week: free})[0].is_told for free in (0, 0)]
        assert told == [True, False]
        (notice,) = OutboxMessage.objects.filter(key="order.capacity_fell")
        assert notice.recipient_id == head.pk
        assert notice.context["week_on"] == week.week.isoformat()
        assert notice.link == f"/ekspor/pesanan/{order.uid}/"

    def test_weeks_are_locked_in_one_round(self, monkeypatch: pytest.MonkeyPatch) -> None:
        # Two rounds in one transaction can wait for each other: held weeks, then promised ones.
        head, exporter = exporter_of_record()
        order = an_order(head, exporter)
        owner, product = a_member(exporter, capacity=80)
        (row,) = invited(head, order, product)
        offered(owner, row, pieces=40)
        (letter,) = letters_sent(head, order, planned(head, order)).values()
        locked: list[set[Any]] = []
        for module in (order_weeks, capacity_promises):

            def note(places: Any, real: Any = module.lock_weeks) -> Any:
                locked.append(set(places))
                return real(locked[-1])

            monkeypatch.setattr(module, "lock_weeks", note)
        for act in (lambda: accept(owner, letter.uid), lambda: cancel_order(head, order.uid)):
            locked.clear()
            act()
            assert len(locked) > 1
            assert set().union(*locked) == locked[0]

    def test_who_declined_is_not_asked_again_by_a_plan_made_before(self) -> None:
        head, order, letters = with_letters(4)
        for owner, letter in letters:
            decline_letter(owner, letter.uid)
        one, two = (planned(head, order, is_repair=True) for _ in range(2))
        letters_sent(head, order, one)
        for letter in Commitment.objects.filter(state=LetterState.WAITING):
            member = letter.invitation.product.enterprise.members.get().user
            assert member is not None
            decline_letter(member, letter.uid)
        with pytest.raises(Conflict, match="answers_changed"):
            letters_sent(head, order, two)

    def test_closing_ends_silence_and_only_then_a_quote_is_firm(self) -> None:
        head, order, letters = with_letters(2)
        for owner, letter in letters:
            accept(owner, letter.uid)
        values = {
            "unit_price": 45,
            "currency": "USD",
            "valid_until": valid_until(),
        }
        assert not quote(head, order.uid, **values, is_firm=False).is_firm  # type: ignore[arg-type]
        with pytest.raises(Conflict, match="not_covered"):
            quote(head, order.uid, **values, is_firm=True)  # type: ignore[arg-type]
        close_letters(head, order.uid)
        assert quote(head, order.uid, **values, is_firm=True).is_firm  # type: ignore[arg-type]
        assert keys().count("order.letters_closed") == 2
        with pytest.raises(Conflict, match="letter_ended"):
            withdraw(letters[0][0], letters[0][1].uid)
        with pytest.raises(IntegrityError), transaction.atomic():
            Commitment.objects.filter(pk=letters[0][1].pk).update(
                state=LetterState.WITHDRAWN, ended_at=clock.now()
            )

    def test_a_firm_quote_without_letters_is_refused_by_the_database(self) -> None:
        head, order, _letters = with_letters(2)
        with pytest.raises(IntegrityError), transaction.atomic():
            Quote.objects.create(
                order=order,
                is_firm=True,
                unit_price=1,
                currency="USD",
                incoterm="FOB",
                valid_until=valid_until(),
                made_by=head,
                made_at=clock.now(),
            )

    def test_cancelling_frees_the_weeks_and_tells_everybody(self) -> None:
        head, order, letters = with_letters()
        owner, letter = letters[0]
        accept(owner, letter.uid)
        cancel_order(head, order.uid)
        assert not CapacityWeek.objects.filter(promised_thousandths__gt=0).exists()
        assert keys().count("order.cancelled") == 3
        letter.refresh_from_db()
        assert letter.state == LetterState.CANCELLED
        with pytest.raises(Conflict, match="not_now"):
            cancel_order(head, order.uid)

    def test_the_database_keeps_letters_and_states(self) -> None:
        _head, order, letters = with_letters()
        letter = Commitment.objects.filter(pk=letters[0][1].pk)
        changes: list[dict[str, Any]] = [{"pieces": [1]}, {"unit_price": 1}, {"content": {}}]
        for change in changes:
            with pytest.raises(IntegrityError), transaction.atomic():
                letter.update(**change)
        with pytest.raises(Exception, match="transition"), transaction.atomic():
            Order.objects.filter(pk=order.pk).update(state=OrderState.PREPARING)


def soon() -> Any:
    return clock.today() + timedelta(days=3)


@pytest.mark.django_db(transaction=True)
def test_of_two_orders_that_want_one_week_one_gets_it() -> None:
    head, exporter = exporter_of_record()
    owner, product = a_member(exporter, capacity=105)
    letters: list[Commitment] = []
    for _turn in range(2):
        order = an_order(head, exporter)
        (row,) = invited(head, order, product)
        offered(owner, row, pieces=105)
        letters += letters_sent(head, order, planned(head, order)).values()
    one, two = letters
    results = run_together(lambda: accept(owner, one.uid), lambda: accept(owner, two.uid))
    assert sum(1 for each in results if each == "week_full") == 1, results
    states = Commitment.objects.values_list("state", flat=True)
    assert sorted(states) == [LetterState.ACCEPTED, LetterState.WAITING]


@pytest.mark.django_db(transaction=True)
def test_of_two_plans_of_an_exporter_asked_at_once_one_waits() -> None:
    head, exporter = exporter_of_record()
    owner, product = a_member(exporter)
    orders = [an_order(head, exporter) for _turn in range(2)]
    for order in orders:
        (row,) = invited(head, order, product)
        offered(owner, row)
    asks = [partial(ask_plan, head, order.uid, Choices()) for order in orders]
    results = run_together(*asks)
    assert results.count("plan_waits") == 1, results
    assert PlanRun.objects.count() == 1
