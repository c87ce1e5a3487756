"""The floor of a submission: key, scope, lock and the three writes, without any rule.

No middleware, DRF, ORM, throttle, consent, answers, documents, verdict, guards, due date by the
calendar, messages in two languages or description of the result. What remains is Python's web
server, one transaction and five prepared statements of psycopg: no submission that authenticates
and checks scope can be faster on the same machine.
"""

import hashlib
import json
import threading
from typing import Any

import psycopg
from django.http import HttpRequest, HttpResponse
from django.urls import path

from benchmarks.clients import connect

_LOCAL = threading.local()
_KEY_OWNER = """
SELECT t.user_id FROM accounts_apitoken t JOIN accounts_user u ON u.id = t.user_id
WHERE t.digest = %s AND u.is_active AND (t.expires_at IS NULL OR t.expires_at > now())
"""
_LOCK = """
SELECT a.id, a.enterprise_id FROM applications_application a
WHERE a.id = %(id)s AND a.state = 'draft' AND EXISTS (
    SELECT 1 FROM enterprises_member m
    WHERE m.enterprise_id = a.enterprise_id AND m.user_id = %(user)s AND m.until IS NULL)
FOR UPDATE
"""
_MOVE = """
UPDATE applications_application SET state = 'submitted', submitted_at = now(), updated_at = now(),
    due_on = current_date + 1 WHERE id = %(id)s
"""
_EVENT = """
INSERT INTO applications_applicationevent (application_id, at, actor_id, actor_role, transition,
    from_state, to_state, reason, data)
VALUES (%(id)s, now(), %(user)s, 'owner', 'submit', 'draft', 'submitted', '', %(data)s)
"""


def submit(request: HttpRequest, application_id: int) -> HttpResponse:
    """Submit the draft with five statements: key, lock, update, history and message."""
    body = json.loads(request.body)
    key = request.headers.get("authorization", "").removeprefix("Token ")
    connection = _connection()
    with connection.transaction(), connection.cursor() as cursor:
        digest = hashlib.sha256(key.encode()).hexdigest()
        owner = cursor.execute(_KEY_OWNER, [digest], prepare=True).fetchone()
        if owner is None:
            return HttpResponse(status=401)
        values = {"id": application_id, "user": owner[0], "data": json.dumps(body["data"])}
        if cursor.execute(_LOCK, values, prepare=True).fetchone() is None:
            return HttpResponse(status=404)
        cursor.execute(_MOVE, values, prepare=True)
        cursor.execute(_EVENT, values, prepare=True)
        cursor.execute(_message(), values, prepare=True)
    return HttpResponse(json.dumps({"id": application_id, "state": "submitted"}))


def _connection() -> psycopg.Connection[Any]:
    if not hasattr(_LOCAL, "connection"):
        _LOCAL.connection = connect()
    return _LOCAL.connection


def _message() -> str:
    if not hasattr(_LOCAL, "message"):
        _LOCAL.message = _message_sql()
    return _LOCAL.message


def _message_sql() -> str:
    """Return the insert of a message; required columns that it does not name get an empty text."""
    columns_and_values = {
        "id": "gen_random_uuid()",
        "key": "'application.submitted'",
        "recipient_id": "%(user)s",
        "context": "'{}'::jsonb",
        "created_at": "now()",
        "available_at": "now()",
        "next_attempt_at": "now() + interval '1 year'",
        "attempts": "0",
    }
    rest = """
        SELECT attname FROM pg_attribute WHERE attrelid = 'notifications_outboxmessage'::regclass
        AND attnum > 0 AND NOT attisdropped AND attnotnull AND NOT atthasdef
    """
    for (column,) in _connection().execute(rest).fetchall():
        columns_and_values.setdefault(column, "''")
    columns, values = ", ".join(columns_and_values), ", ".join(columns_and_values.values())
    return f"INSERT INTO notifications_outboxmessage ({columns}) VALUES ({values})"


urlpatterns = [
    path("healthz", lambda request: HttpResponse("ok")),
    path("api/v1/applications/<int:application_id>/transitions/", submit),
]
