"""Notes, messages to the applicant and reminders: who may write them, limits, and repeats."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.db import Error, transaction

from accounts.enums import Role
from accounts.models import User
from applications.models import ApplicantMessage, Application, Note, Reminder
from applications.services.digest import send_queue_digests
from applications.services.remarks import (
    MESSAGES_A_DAY,
    OPEN_REMINDERS,
    add_note,
    finish_reminder,
    send_message,
    set_reminder,
)
from common.dates import clock
from common.errors import Conflict, DomainError, InvalidInput, NotFound, NotPermitted
from enterprises.models import Member
from enterprises.services.registration import open_membership
from notifications.models import OutboxMessage
from programs.enums import State
from tests.factories.accounts import HelperFactory, OfficialFactory, UserFactory
from tests.factories.programs import Cast, cast_of, make_application
from tests.simultaneous import run_together

TOMORROW = timedelta(days=1)
Write = Callable[[User, int, str], object]


def remind(actor: User, pk: int, text: str) -> Reminder:
    return set_reminder(actor, pk, on=clock.today(), text=text)


WRITERS = pytest.mark.parametrize("write", [add_note, send_message, remind])


@pytest.mark.django_db
class TestWho:
    @WRITERS
    def test_a_stranger_and_another_region_do_not_know_the_file(self, write: Write) -> None:
        application = make_application(stage="verification")
        elsewhere = OfficialFactory(role=Role.VERIFIER, regency="35.09")
        for person in (UserFactory(), elsewhere, UserFactory(is_superuser=True, is_staff=True)):
            with pytest.raises(NotFound):
                write(person, application.pk, "Sudah ditelepon.")

    @WRITERS
    def test_the_applicant_writes_nothing(self, write: Write) -> None:
        cast = cast_of()
        application = make_application(cast, stage="verification")
        with pytest.raises(NotPermitted):
            write(cast.owner, application.pk, "Tolong cepat.")

    @WRITERS
    def test_an_official_writes_nothing_about_their_own_enterprise(self, write: Write) -> None:
        cast = cast_of()
        application = make_application(cast, stage="verification")
        Member.objects.create(
            enterprise=cast.enterprise, user=cast.verifier, role="owner", since=clock.now()
        )
        with pytest.raises(NotPermitted) as refusal:
            write(cast.verifier, application.pk, "Usaha saya sendiri.")
        assert refusal.value.code == "own_file"

    def test_whoever_may_see_it_notes_and_the_role_of_the_stage_messages(self) -> None:
        cast = cast_of()
        application = make_application(cast, stage="verification")
        add_note(cast.decider, application.pk, "Perlu dilihat lagi.")
        for person in (cast.analyst, cast.decider):
            with pytest.raises(NotPermitted) as refusal:
                send_message(person, application.pk, "Kami akan datang.")
            assert refusal.value.code == "not_your_stage"
        send_message(cast.verifier, application.pk, "Kami akan datang.")
        assert (Note.objects.count(), ApplicantMessage.objects.count()) == (1, 1)

    @pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN])
    def test_nobody_is_written_to_about_what_was_not_sent(self, state: State) -> None:
        cast = cast_of()
        application = make_application(cast, state=state)
        with pytest.raises(DomainError):
            send_message(cast.verifier, application.pk, "Kami akan datang.")
        assert not ApplicantMessage.objects.exists()

    def test_a_message_after_the_decision_is_the_deciders(self) -> None:
        cast = cast_of()
        application = make_application(cast, state=State.APPROVED)
        send_message(cast.decider, application.pk, "Surat dapat diambil besok.")
        with pytest.raises(NotPermitted):
            send_message(cast.verifier, application.pk, "Surat dapat diambil besok.")


@pytest.mark.django_db
class TestText:
    @pytest.mark.sampled
    @WRITERS
    @pytest.mark.parametrize("text", ["", "  \n ", "a\x00b", "x" * 4001])
    def test_a_text_is_refused(self, write: Write, text: str) -> None:
        cast = cast_of()
        application = make_application(cast, stage="verification")
        with pytest.raises(InvalidInput) as refusal:
            write(cast.verifier, application.pk, text)
        assert refusal.value.field == "text"
        assert refusal.value.message

    def test_the_longest_text_is_kept_with_its_lines(self) -> None:
        cast = cast_of()
        application = make_application(cast, stage="verification")
        note = add_note(cast.verifier, application.pk, " a\r\nb" + "c" * 3997)
        assert note.text == "a\nb" + "c" * 3997

    def test_a_reminder_is_short(self) -> None:
        cast = cast_of()
        application = make_application(cast, stage="verification")
        assert len(remind(cast.verifier, application.pk, "x" * 200).text) == 200
        with pytest.raises(InvalidInput):
            remind(cast.verifier, application.pk, "x" * 201)

    def test_notes_and_messages_cannot_be_changed(self) -> None:
        cast = cast_of()
        application = make_application(cast, stage="verification")
        add_note(cast.verifier, application.pk, "Pertama.")
        send_message(cast.verifier, application.pk, "Pesan pertama.")
        for model in (Note, ApplicantMessage):
            for change in (lambda m=model: m.objects.update(text="x"), model.objects.all().delete):
                with pytest.raises(Error), transaction.atomic():
                    change()


@pytest.mark.django_db
class TestMessages:
    @pytest.mark.parametrize("text", ["x", "Halo.", "ya ya ya ya ya", "1234567890 99"])
    def test_a_message_says_something(self, text: str) -> None:
        cast = cast_of()
        application = make_application(cast, stage="verification")
        with pytest.raises(InvalidInput) as refusal:
            send_message(cast.verifier, application.pk, text)
        assert refusal.value.code == "text_says_nothing"
        with pytest.raises(InvalidInput) as refusal:
            send_message(cast.verifier, application.pk, "NIK 3578014506800001 tidak terbaca.")
        assert (refusal.value.code, refusal.value.field) == ("nik_in_reason", "text")
        assert not application.applicant_messages.exists()

    def test_everyone_who_acts_for_the_enterprise_is_told(self) -> None:
        cast = cast_of()
        helper = HelperFactory()
        open_membership(helper, cast.enterprise, channel="web")
        application = make_application(cast, stage="verification")
        send_message(cast.verifier, application.pk, "Kami datang hari Senin.")
        sent = OutboxMessage.objects.filter(key="application.message").order_by("recipient_id")
        assert [message.recipient for message in sent] == [cast.owner, helper]
        assert sent[0].link == f"/pengajuan/{application.pk}/"
        assert sent[0].context == {
            "number": application.number,
            "scheme_id": "KUR Mikro",
            "scheme_en": "KUR Micro loan",
            "request_word": "pengajuan",
            "enterprise": cast.enterprise.name,
            "message": "Kami datang hari Senin.",
        }

    def test_nobody_reads_it_where_nobody_acts_for_the_enterprise(self) -> None:
        cast = cast_of()
        application = make_application(cast, stage="verification")
        Member.objects.update(until=clock.now())
        with pytest.raises(Conflict) as refusal:
            send_message(cast.verifier, application.pk, "Halo, selamat pagi.")
        assert refusal.value.code == "nobody_reads"
        assert not ApplicantMessage.objects.exists()

    def test_only_so_many_a_day_and_more_the_next_day(self) -> None:
        cast = cast_of()
        application = make_application(cast, stage="verification")
        other = OfficialFactory(role=Role.VERIFIER)
        with time_machine.travel("2026-11-25 23:30+07:00", tick=False):
            for n in range(MESSAGES_A_DAY):
                send_message(
                    other if n % 2 else cast.verifier, application.pk, f"Pesan yang ke-{n}"
                )
            with pytest.raises(DomainError) as refusal:
                send_message(cast.verifier, application.pk, "Satu lagi.")
            assert (refusal.value.code, refusal.value.status) == ("too_many_messages", 429)
            assert "5" in refusal.value.message
        with time_machine.travel("2026-11-26 00:01+07:00", tick=False):
            send_message(cast.verifier, application.pk, "Satu lagi.")
        assert application.applicant_messages.count() == MESSAGES_A_DAY + 1
        keys = OutboxMessage.objects.filter(key="application.message")
        assert keys.count() == MESSAGES_A_DAY + 1

    @pytest.mark.parametrize("write", [add_note, send_message])
    def test_the_same_words_at_once_are_one_press(self, write: Write) -> None:
        cast = cast_of()
        application = make_application(cast, stage="verification")
        with time_machine.travel("2026-11-25 10:00+07:00", tick=False):
            first = write(cast.verifier, application.pk, "Kami datang.")
            assert write(cast.verifier, application.pk, " Kami datang.") == first
        with time_machine.travel("2026-11-25 10:11+07:00", tick=False):
            assert write(cast.verifier, application.pk, "Kami datang.") != first


@pytest.mark.django_db
class TestReminders:
    @pytest.mark.parametrize(
        ("days", "code"), [(-1, "day_in_the_past"), (400, "day_too_far"), (100_000, "day_too_far")]
    )
    def test_a_day_that_is_over_or_far_is_refused(self, days: int, code: str) -> None:
        cast = cast_of()
        application = make_application(cast, stage="verification")
        on = clock.today() + timedelta(days=days)
        with pytest.raises(InvalidInput) as refusal:
            set_reminder(cast.verifier, application.pk, on=on, text="Telepon.")
        assert (refusal.value.code, refusal.value.field) == (code, "on")

    def test_the_same_reminder_twice_is_one(self) -> None:
        cast = cast_of()
        application = make_application(cast, stage="verification")
        first = remind(cast.verifier, application.pk, "Telepon.")
        assert remind(cast.verifier, application.pk, "Telepon.") == first
        assert remind(cast.analyst, application.pk, "Telepon.") != first

    def test_only_so_many_are_open_and_a_finished_one_makes_room(self) -> None:
        cast = cast_of()
        application = make_application(cast, stage="verification")
        reminders = [
            remind(cast.verifier, application.pk, f"Nomor {n}") for n in range(OPEN_REMINDERS)
        ]
        with pytest.raises(Conflict) as refusal:
            remind(cast.verifier, application.pk, "Satu lagi.")
        assert refusal.value.code == "too_many_reminders"
        for _press in range(2):
            finish_reminder(cast.verifier, reminders[0].pk)
        remind(cast.verifier, application.pk, "Satu lagi.")

    def test_a_reminder_is_ones_own(self) -> None:
        cast = cast_of()
        reminder = remind(
            cast.verifier, make_application(cast, stage="verification").pk, "Telepon."
        )
        for person in (cast.analyst, cast.owner):
            with pytest.raises(NotFound):
                finish_reminder(person, reminder.pk)
        reminder.refresh_from_db()
        assert reminder.done_at is None

    @time_machine.travel("2026-11-25 07:00+07:00", tick=False)
    def test_the_digest_counts_what_is_due(self) -> None:
        cast = cast_of()
        staff = OfficialFactory(role=Role.ADMIN, regency=None)
        application = make_application(cast, stage="verification")
        for person in (cast.verifier, staff):
            remind(person, application.pk, "Telepon.")
            set_reminder(person, application.pk, on=date(2026, 11, 26), text="Nanti.")
        assert send_queue_digests() == 2
        sent = OutboxMessage.objects.filter(key="queue.digest").order_by("recipient_id")
        others = {"due_today": 0, "overdue": 0, "reminders": 1, "objections": 0, "reports": 0}
        assert [(each.recipient, each.context) for each in sent] == [
            (cast.verifier, {"waiting": 1, **others}),
            (staff, {"waiting": 0, **others}),
        ]


@pytest.mark.django_db(transaction=True)
class TestTogether:
    def test_two_officials_do_not_pass_the_limit_of_messages(self) -> None:
        cast = cast_of()
        other = OfficialFactory(role=Role.VERIFIER)
        application: Application = make_application(cast, stage="verification")
        for n in range(MESSAGES_A_DAY - 1):
            send_message(cast.verifier, application.pk, f"Pesan yang ke-{n}")
        results = run_together(
            lambda: type(send_message(cast.verifier, application.pk, "Dari saya.")).__name__,
            lambda: type(send_message(other, application.pk, "Dari rekan.")).__name__,
        )
        assert sorted(map(str, results)) == ["ApplicantMessage", "too_many_messages"]
        assert application.applicant_messages.count() == MESSAGES_A_DAY

    def test_two_tabs_do_not_pass_the_limit_of_reminders(self) -> None:
        cast: Cast = cast_of()
        one = make_application(cast, stage="verification")
        two = make_application(cast_of(), stage="verification")
        for n in range(OPEN_REMINDERS - 1):
            remind(cast.verifier, one.pk, f"Nomor {n}")
        results = run_together(
            lambda: type(remind(cast.verifier, one.pk, "Satu lagi.")).__name__,
            lambda: type(remind(cast.verifier, two.pk, "Satu lagi.")).__name__,
        )
        assert sorted(map(str, results)) == ["Reminder", "too_many_reminders"]
        assert Reminder.objects.filter(person=cast.verifier).count() == OPEN_REMINDERS
