"""Rows for the trials: copies of one prepared file, and what is read back of each."""

from collections import Counter
from itertools import pairwise
from typing import Any

from django.db import connection, transaction

from applications.models import Application, ApplicationEvent, Holding
from applications.services.clock import due_on
from notifications.models import OutboxMessage

Ending = tuple[Any, list[str]]
# One person acts for the enterprise, so each of these messages is sent once.
MESSAGES = {
    "submit": ("application.submitted",),
    "start_review": ("application.in_review",),
    "request_revision": ("application.revision_requested",),
    "approve": ("application.approved", "outside.begun"),
    "reject": ("application.rejected",),
    "withdraw": ("application.withdrawn",),
    "complete": ("application.completed",),
}
_COMPARED_FIELDS = (
    "state",
    "stage_id",
    "claimed_by_id",
    "recommended_by_id",
    "opinion",
    "decided_by_id",
    "edition_id",
    "regency_id",
    "answers",
    "requested_amount",
    "due_on",
)
_COMPARED_EVENT_FIELDS = (
    "transition",
    "actor_id",
    "from_state",
    "to_state",
    "from_stage_id",
    "to_stage_id",
)
_COPY = """
INSERT INTO applications_application
SELECT (jsonb_populate_record(a, jsonb_build_object(
    'id', fresh.id, 'number', 'RACE-' || fresh.id, 'uniqueness_value', 'race ' || fresh.id))).*
FROM applications_application a,
     (SELECT nextval(pg_get_serial_sequence('applications_application', 'id')) AS id
      FROM generate_series(1, %s)) AS fresh
WHERE a.id = %s RETURNING id
"""
_PARTS = ("applications_applicationevent", "applications_attachment", "applications_holding")
_COPY_PARTS = """
INSERT INTO {table}
SELECT (jsonb_populate_record(part, jsonb_build_object(
    'id', nextval(pg_get_serial_sequence('{table}', 'id')), 'application_id', copy.id))).*
FROM {table} part, unnest(%s::bigint[]) AS copy(id)
WHERE part.application_id = %s ORDER BY copy.id, part.id
"""


def copies_of(application: Application, count: int) -> list[int]:
    """Insert `count` copies of `application` with history and attachments; return their keys."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_COPY, [count, application.pk])
        keys = [key for (key,) in cursor.fetchall()]
        for table in _PARTS:
            cursor.execute(_COPY_PARTS.format(table=table), [keys, application.pk])
    return keys


def how_it_ended(key: int, known: int) -> Ending:
    """Return what two runs in one order must agree on, and what is wrong in any order.

    The first has no times and no keys of new rows; `known` transitions were there before.
    """
    application = Application.objects.select_related("edition").get(pk=key)
    events = list(application.events.order_by("id"))
    messages = Counter(
        OutboxMessage.objects.filter(link=f"/pengajuan/{key}/").values_list("key", flat=True)
    )
    holdings = list(application.holdings.order_by("id"))
    found = _faults(application, events, messages, known) + _faults_of_hands(application, holdings)
    return {**_outcome(application, events, messages), **_hands(application, holdings)}, found


def _hands(application: Application, holdings: list[Holding]) -> dict[str, Any]:
    """Return who held it, how each turn ended, and the notices to those who lost or got it."""
    told = OutboxMessage.objects.filter(
        link=f"/admin/applications/application/{application.pk}/change/"
    )
    return {
        "hands": [(row.holder_id, str(row.ended_as), row.taken_from_id) for row in holdings],
        "told": sorted(told.values_list("key", "recipient_id")),
    }


def _faults_of_hands(application: Application, holdings: list[Holding]) -> list[str]:
    found = []
    if [row.holder_id for row in holdings if row.until is None] != [
        key for key in [application.claimed_by_id] if key is not None
    ]:
        found.append("the claim is not the open holding")
    for earlier, later in pairwise(holdings):
        if earlier.until is None or earlier.until > later.since:
            found.append("two held it at once")
    return found


def _outcome(
    application: Application, events: list[ApplicationEvent], messages: Counter[str]
) -> dict[str, Any]:
    fields = {name: getattr(application, name) for name in _COMPARED_FIELDS}
    return {
        **fields,
        "history": [
            tuple(getattr(event, name) for name in _COMPARED_EVENT_FIELDS) for event in events
        ],
        "documents": sorted(
            (a.requirement, a.version_id, a.frozen_at is None, a.removed_at is None)
            for a in application.attachments.all()
        ),
        "messages": messages,
    }


def _faults(
    application: Application, events: list[ApplicationEvent], messages: Counter[str], known: int
) -> list[str]:
    found = []
    states = ["draft", *(e.to_state for e in events)]
    if [e.from_state for e in events] != states[:-1] or application.state != states[-1]:
        found.append("the history has a gap")
    stages = [None, *(e.to_stage_id for e in events)]
    if [e.from_stage_id for e in events] != stages[:-1] or application.stage_id != stages[-1]:
        found.append("the stages have a gap")
    if application.due_on != due_on(application, events):
        found.append("the stored due date is not the computed one")
    if application.decided_by_id and application.decided_by_id == application.recommended_by_id:
        found.append("one pair of eyes")
    if messages != Counter(key for e in events[known:] for key in MESSAGES.get(e.transition, ())):
        found.append("messages and history differ")
    return found
