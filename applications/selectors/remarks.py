"""Notes, messages to the applicant and reminders, each list bounded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, QuerySet

from accounts.models import User
from applications.models import ApplicantMessage, Application, Note, Reminder
from applications.selectors.queue import in_scope
from common.dates import clock
from enterprises.models import Member

SHOWN: Final = 50


@dataclass(frozen=True)
class OwnReminder:
    """A reminder to oneself; number and enterprise are empty for a file out of one's scope."""

    id: int
    application_id: int
    on: date
    text: str
    number: str
    enterprise: str
    is_due: bool


def notes_of(application: Application, before: int | None = None) -> list[Note]:
    """Return at most SHOWN notes, newest first; with `before` older than that one.

    For officials only.
    """
    notes = application.notes.select_related("author").order_by("-id")
    return list((notes.filter(pk__lt=before) if before else notes)[:SHOWN])


def messages_of(application: Application) -> list[ApplicantMessage]:
    """Return the newest messages to the applicant, at most SHOWN, newest first."""
    return list(application.applicant_messages.select_related("author").order_by("-id")[:SHOWN])


def messages_today(application: Application) -> int:
    """Return how many messages were sent about the application today, by anyone."""
    return application.applicant_messages.filter(at__gte=clock.midnight()).count()


def readers_of(application: Application) -> QuerySet[Member]:
    """Return the memberships of those who receive a message to the applicant."""
    members = Member.objects.acting().filter(
        enterprise_id=application.enterprise_id, user__is_active=True
    )
    return members.select_related("user").order_by("user_id")


def open_reminders_of(person: User) -> QuerySet[Reminder]:
    """Return the person's reminders that are not ticked off, the earliest day first."""
    return Reminder.objects.filter(person=person, done_at__isnull=True).order_by("on", "id")


def reminders_on(application: Application, person: User) -> list[Reminder]:
    """Return the person's open reminders about one application."""
    return list(open_reminders_of(person).filter(application=application)[:SHOWN])


def own_reminders(person: User) -> list[OwnReminder]:
    """Return the person's open reminders, at most SHOWN; the files are looked up in their scope.

    One query without reminders, else two.
    """
    reminders = list(open_reminders_of(person)[:SHOWN])
    if not reminders:
        return []
    files = in_scope(person).filter(pk__in={each.application_id for each in reminders})
    rows = files.select_related(None).prefetch_related(None).order_by()
    known = {pk: (number, name) for pk, number, name in _named(rows)}
    today = clock.today()
    return [
        OwnReminder(
            each.pk,
            each.application_id,
            each.on,
            each.text,
            *known.get(each.application_id, ("", "")),
            is_due=each.on <= today,
        )
        for each in reminders
    ]


def due_reminders(today: date) -> Mapping[int, int]:
    """Return how many reminders of each person are due by `today`, by the person's key."""
    open_ones = Reminder.objects.filter(done_at__isnull=True, on__lte=today)
    counts = open_ones.order_by().values("person").annotate(count=Count("pk"))
    return {row["person"]: row["count"] for row in counts}


def _named(files: QuerySet[Application]) -> QuerySet[Application, tuple[int, str, str]]:
    return files.values_list("pk", "number", "enterprise__name")
