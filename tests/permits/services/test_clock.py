"""Permits that end, the reminders before it, and the files that lean on them."""

from datetime import date, timedelta

import pytest
import time_machine

from applications.models import Attachment, Note
from common.dates import clock
from common.errors import Conflict
from notifications.models import OutboxMessage
from permits.models import Permit, PermitReminder
from permits.services.renewal import renew
from permits.services.status import change
from permits.tasks import expire, remind
from programs.enums import State
from tests.factories.permits import make_permit, recorded_permit
from tests.factories.programs import cast_of, make_application

pytestmark = pytest.mark.django_db
UNTIL = date(2031, 11, 1)


def _messages(key: str) -> int:
    return OutboxMessage.objects.filter(key=key).count()


def test_each_reminder_is_sent_once_and_the_permit_ends_after_its_last_day() -> None:
    with time_machine.travel("2026-11-20 10:00+07:00", tick=False):
        _file, permit = recorded_permit()
        assert remind() == 0
    for left, sent in ((91, 0), (90, 1), (89, 0), (30, 1), (7, 1), (6, 0), (0, 0)):
        with time_machine.travel(f"{UNTIL - timedelta(days=left)} 10:00+07:00", tick=False):
            assert (remind(), remind()) == (sent, 0)
            assert expire() == 0
    assert list(permit.reminders.values_list("days", flat=True)) == [90, 30, 7]
    assert _messages("permit.ends") == 3
    with time_machine.travel(f"{UNTIL + timedelta(days=1)} 01:00+07:00", tick=False):
        assert (expire(), expire()) == (1, 0)
        assert remind() == 0
    permit.refresh_from_db()
    assert permit.status == "expired"
    assert _messages("permit.changed") == 1


@time_machine.travel("2026-11-20 10:00+07:00", tick=False)
def test_a_reminder_that_was_missed_is_overtaken_not_added() -> None:
    cast = cast_of()
    make_permit(cast.enterprise, cast.verifier, valid_until=clock.today() + timedelta(days=5))
    assert remind() == 1
    assert PermitReminder.objects.get().days == 7


@time_machine.travel("2026-11-20 10:00+07:00", tick=False)
def test_files_that_lean_on_a_document_are_told_of_its_end() -> None:
    cast = cast_of()
    application = make_application(cast, state=State.SUBMITTED)
    permit = make_permit(cast.enterprise, cast.verifier)
    attached = application.attachments.earliest("pk")
    assert permit.evidence is not None
    Attachment.objects.create(
        application=application,
        requirement=attached.requirement,
        version=permit.evidence,
        attached_by=cast.owner,
        attached_at=clock.now(),
    )
    closed = make_application(cast_of(), state=State.SUBMITTED)
    change(cast.verifier, permit.pk, "revoke", "Dicabut Badan POM setelah inspeksi.")
    note = Note.objects.get()
    assert (note.application, note.author) == (application, cast.verifier)
    assert permit.number in note.text
    told = OutboxMessage.objects.get(key="permit.leaned")
    assert (told.recipient, told.link) == (cast.owner, f"/pengajuan/{application.pk}/")
    assert not closed.notes.exists()


def test_a_renewal_opens_in_its_window_and_is_prefilled() -> None:
    with time_machine.travel("2026-11-20 10:00+07:00", tick=False):
        file, permit = recorded_permit()
        with pytest.raises(Conflict, match="not_renewable"):
            renew(file.owner, permit.pk)
    # SPP-IRT is asked for six months before its end: renewal opens 90 days before that.
    with time_machine.travel("2031-02-01 10:00+07:00", tick=False):
        draft = renew(file.owner, permit.pk)
        assert draft.state == "draft"
        assert draft.answers == file.reread().answers
        assert draft.attachments.exists()
        with pytest.raises(Conflict, match="already_open"):
            renew(file.owner, permit.pk)
    assert Permit.objects.count() == 1
