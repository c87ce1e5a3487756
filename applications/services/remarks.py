"""What officials write beside the transitions: notes, messages to the applicant, reminders."""

from datetime import date, timedelta
from typing import Final, TypeVar

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from applications.messages.remarks import REMARK, message_notices
from applications.models import ApplicantMessage, Note, Reminder
from applications.permissions import may_message, may_note
from applications.policies.reasons import says_something
from applications.selectors.access import application_for, require_visible
from applications.selectors.remarks import messages_today, open_reminders_of, readers_of
from applications.services.authorization import require
from applications.services.locking import lock, lock_person
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound, TooManyRequests
from common.identity.reasons import refuse_nik
from notifications.services.outbox import enqueue_all

MAX_TEXT: Final = 4000
MAX_REMINDER: Final = 200
# All officials together; a conversation belongs on the telephone.
MESSAGES_A_DAY: Final = 5
OPEN_REMINDERS: Final = 50
FURTHEST: Final = timedelta(days=366)
# The same words by the same person within this time are one click, sent twice.
REPEATED_WITHIN: Final = timedelta(minutes=10)

Written = TypeVar("Written", Note, ApplicantMessage)


def add_note(actor: User, application_id: int, text: str) -> Note:
    """Write an internal note; repeated at once, it is the same note.

    Locks the application. Raises NotFound, NotPermitted, InvalidInput.
    """
    text = _clean(text, MAX_TEXT)
    require_visible(actor, application_id)
    with transaction.atomic():
        application = lock(application_id)
        require(may_note(actor, application))
        repeated = _repeated(application.notes.all(), actor, text)
        if repeated is not None:
            return repeated
        return Note.objects.create(application=application, author=actor, at=clock.now(), text=text)


def send_message(actor: User, application_id: int, text: str) -> ApplicantMessage:
    """Write to everyone who acts for the enterprise; repeated at once, it is the same message.

    The message and its notices are written in one transaction. Locks the application. Raises
    NotFound, NotPermitted, InvalidInput, Conflict `nobody_reads`, and TooManyRequests after
    MESSAGES_A_DAY about one application on one day in Jakarta.
    """
    text = _clean(text, MAX_TEXT)
    if not says_something(text):
        raise InvalidInput("text_says_nothing", REMARK["text_says_nothing"], field="text")
    refuse_nik(text, "text")
    require_visible(actor, application_id)
    with transaction.atomic():
        application = lock(application_id)
        require(may_message(actor, application))
        repeated = _repeated(application.applicant_messages.all(), actor, text)
        if repeated is not None:
            return repeated
        if messages_today(application) >= MESSAGES_A_DAY:
            raise TooManyRequests(
                "too_many_messages", REMARK["too_many_messages"], params={"limit": MESSAGES_A_DAY}
            )
        readers = [member.user_id for member in readers_of(application)]
        if not readers:
            raise Conflict("nobody_reads", REMARK["nobody_reads"])
        message = ApplicantMessage.objects.create(
            application=application, author=actor, at=clock.now(), text=text
        )
        enqueue_all(message_notices(message, readers))
    return message


def set_reminder(actor: User, application_id: int, *, on: date, text: str) -> Reminder:
    """Remind the actor of the application from the day `on`; the same one twice is one.

    Locks the person. Raises NotFound, NotPermitted, InvalidInput for a past or far day and for a
    bad text, Conflict beyond OPEN_REMINDERS.
    """
    text = _clean(text, MAX_REMINDER)
    _require_day(on)
    application = application_for(actor, application_id)
    require(may_note(actor, application))
    with transaction.atomic():
        lock_person(actor.pk)
        own = open_reminders_of(actor)
        same = own.filter(application=application, on=on, text=text).first()
        if same is not None:
            return same
        if own.count() >= OPEN_REMINDERS:
            raise Conflict(
                "too_many_reminders",
                REMARK["too_many_reminders"],
                params={"limit": OPEN_REMINDERS},
            )
        return Reminder.objects.create(
            application=application, person=actor, on=on, text=text, created_at=clock.now()
        )


def finish_reminder(actor: User, reminder_id: int) -> None:
    """Tick off the actor's own reminder; doing it twice is no error. Raises NotFound."""
    own = Reminder.objects.filter(pk=reminder_id, person=actor)
    if not own.filter(done_at__isnull=True).update(done_at=clock.now()) and not own.exists():
        raise NotFound("unknown_reminder", REMARK["unknown_reminder"])


def _clean(text: str, limit: int) -> str:
    if not isinstance(text, str) or "\x00" in text:
        raise InvalidInput("text_unreadable", REMARK["text_unreadable"], field="text")
    # Browsers send CRLF, and the maximum length counts a line break once.
    cleaned = text.replace("\r\n", "\n").strip()
    if not cleaned:
        raise InvalidInput("text_required", REMARK["text_required"], field="text")
    if len(cleaned) > limit:
        raise InvalidInput(
            "text_too_long", REMARK["text_too_long"], field="text", params={"limit": limit}
        )
    return cleaned


def _require_day(on: date) -> None:
    today = clock.today()
    if on < today:
        raise InvalidInput("day_in_the_past", REMARK["day_in_the_past"], field="on")
    if on > today + FURTHEST:
        raise InvalidInput("day_too_far", REMARK["day_too_far"], field="on")


def _repeated(rows: QuerySet[Written], actor: User, text: str) -> Written | None:
    """Return the latest row when the actor has just written the same words."""
    last = rows.order_by("-id").first()
    if last is None or last.author_id != actor.pk or last.text != text:
        return None
    return last if clock.now() - last.at < REPEATED_WITHIN else None
