"""Rows for the trials: copies of one prepared file, and what is read back of each."""

from collections import Counter
from typing import Any

from django.db import connection

from applications.models import Application, ApplicationEvent
from applications.services.clock import due_on
from notifications.models import OutboxMessage

Ending = tuple[Any, list[str]]
# One person acts for the enterprise, so each of these is told once.
TOLD = {
    "submit": "application.submitted",
    "start_review": "application.in_review",
    "request_revision": "application.revision_requested",
    "approve": "application.approved",
    "reject": "application.rejected",
    "withdraw": "application.withdrawn",
    "complete": "application.completed",
}
_KEPT = (
    "state",
    "stage_id",
    "claimed_by_id",
    "recommended_by_id",
    "decided_by_id",
    "edition_id",
    "regency_id",
    "answers",
    "requested_amount",
    "due_on",
)
_OF_EVENTS = ("transition", "actor_id", "from_state", "to_state", "from_stage_id", "to_stage_id")
_COPY = """
INSERT INTO applications_application
SELECT (jsonb_populate_record(a, jsonb_build_object(
    'id', fresh.id, 'number', 'RACE-' || fresh.id, 'uniqueness_value', 'race ' || fresh.id))).*
FROM applications_application a,
     (SELECT nextval(pg_get_serial_sequence('applications_application', 'id')) AS id
      FROM generate_series(1, %s)) AS fresh
WHERE a.id = %s RETURNING id
"""
_COPY_PARTS = """
INSERT INTO {table}
SELECT (jsonb_populate_record(part, jsonb_build_object(
    'id', nextval(pg_get_serial_sequence('{table}', 'id')), 'application_id', copy.id))).*
FROM {table} part, unnest(%s::bigint[]) AS copy(id)
WHERE part.application_id = %s ORDER BY copy.id, part.id
"""


def copies_of(application: Application, count: int) -> list[int]:
    """Keys of `count` files like `application`, with their history and attachments."""
    with connection.cursor() as cursor:
        cursor.execute(_COPY, [count, application.pk])
        keys = [key for (key,) in cursor.fetchall()]
        for table in ("applications_applicationevent", "applications_attachment"):
            cursor.execute(_COPY_PARTS.format(table=table), [keys, application.pk])
    return keys


def how_it_ended(key: int, known: int) -> Ending:
    """What two runs in the same order must agree on, and what is wrong whoever won.

    The first holds no times and no keys of new rows; `known` transitions were there before.
    """
    application = Application.objects.select_related("edition").get(pk=key)
    events = list(application.events.order_by("id"))
    told = Counter(
        OutboxMessage.objects.filter(link=f"/pengajuan/{key}/").values_list("key", flat=True)
    )
    return _standing(application, events, told), _broken(application, events, told, known)


def _standing(
    application: Application, events: list[ApplicationEvent], told: Counter[str]
) -> dict[str, Any]:
    kept = {name: getattr(application, name) for name in _KEPT}
    return {
        **kept,
        "history": [tuple(getattr(event, name) for name in _OF_EVENTS) for event in events],
        "documents": sorted(
            (a.requirement, a.version_id, a.frozen_at is None, a.removed_at is None)
            for a in application.attachments.all()
        ),
        "messages": told,
    }


def _broken(
    application: Application, events: list[ApplicationEvent], told: Counter[str], known: int
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
    if told != Counter(TOLD[e.transition] for e in events[known:] if e.transition in TOLD):
        found.append("messages and history differ")
    return found
