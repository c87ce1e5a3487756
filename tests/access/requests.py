"""One request of one role: its outcome, and the tables it wrote. Undone afterwards."""

import json
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.cache import cache
from django.db import connection, transaction

from tests.access.addresses import Address
from tests.access.tables import Row
from tests.access.world import World

REFUSED = frozenset(
    {"sign-in", "second-step", "400", "401", "403", "404", "405", "409", "415", "429"}
)
# Every page renews the session, and whoever opens a document or downloads a table is recorded.
_MAY_BE_WRITTEN = frozenset({"accounts_browsersession", "accounts_securityevent"})
_NOT_CACHED = {"private", "no-store"}
# Django sets it; the language is no secret.
_SCRIPTS_MAY_READ = frozenset({"django_language"})
_COUNTS = """
SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""


@dataclass(frozen=True)
class Answer:
    """`written_tables` counts rows that were rolled back, too."""

    outcome: str
    written_tables: tuple[str, ...]
    header_faults: tuple[str, ...] = ()


def send_as(world: World, role: str, address: Address, row: Row) -> Answer:
    """Send the request of `role` in a savepoint and roll it back."""
    parts = world.address_parts(address.route, row.at)
    path = address.path(parts) + (f"?{row.query}" if row.query else "")
    client = world.clients[role]
    cookies = deepcopy(client.cookies)
    cache.clear()
    if world.has_new_rows:
        world.rows_written, world.has_new_rows = _rows_written(), False
    with transaction.atomic():
        answer: Any = client.generic(row.verb, path, **_request_body(address, row, parts))
        if answer.streaming:
            # Read to the end, so that the test client closes it.
            list(answer.streaming_content)
        before, world.rows_written = world.rows_written, _rows_written()
        transaction.set_rollback(True)
    client.cookies = cookies
    written_tables = tuple(
        sorted(
            table
            for table, rows in world.rows_written.items()
            if rows != before.get(table) and table not in _MAY_BE_WRITTEN
        )
    )
    return Answer(
        _outcome(answer), written_tables, header_faults(answer, is_signed_in=role != "visitor")
    )


def _request_body(address: Address, row: Row, parts: dict[str, str]) -> dict[str, Any]:
    if row.verb in ("GET", "HEAD", "OPTIONS", "TRACE"):
        return {}
    body = {name: _fill_in(value, parts) for name, value in row.body.items()}
    if address.is_api:
        return {"data": json.dumps(body), "content_type": "application/json"}
    return {"data": urlencode(body), "content_type": "application/x-www-form-urlencoded"}


def _fill_in(value: Any, parts: dict[str, str]) -> Any:
    if not isinstance(value, str) or not (value.startswith("<") and value.endswith(">")):
        return value
    part = parts[value[1:-1]]
    return int(part) if part.isdigit() and len(part) < 10 else part


def header_faults(answer: Any, *, is_signed_in: bool) -> tuple[str, ...]:
    """Name what every answer must have and this one lacks; only visitors' pages may be cached."""
    present = {
        "nosniff": answer.headers.get("X-Content-Type-Options") == "nosniff",
        "no frames": answer.headers.get("X-Frame-Options") == "DENY",
        "no referrer": answer.headers.get("Referrer-Policy") == "same-origin",
        "not cached": not is_signed_in
        or bool(_NOT_CACHED & _directives(answer.headers.get("Cache-Control"))),
        "policy": _has_strict_policy(answer),
        "cookies": all(
            cookie["samesite"] == "Lax" and (cookie["httponly"] or name in _SCRIPTS_MAY_READ)
            for name, cookie in answer.cookies.items()
            if cookie.value
        ),
    }
    return tuple(name for name, is_present in present.items() if not is_present)


def _has_strict_policy(answer: Any) -> bool:
    """Tell whether a page allows no other origin, no frame and nothing inline."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return True
    policy = answer.headers.get("Content-Security-Policy", "")
    needed = (
        "default-src 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "script-src 'self'",
        "style-src 'self'",
    )
    loose = "http" in policy or "unsafe" in policy
    return all(part in policy for part in needed) and not loose


def _directives(header: str | None) -> set[str]:
    return {word.strip() for word in (header or "").split(",")}


def _outcome(answer: Any) -> str:
    if answer.status_code not in (301, 302):
        return str(answer.status_code)
    target = urlsplit(answer["Location"]).path
    if target in ("/masuk/", "/admin/login/"):
        return "sign-in"
    return "second-step" if target.startswith("/akun/dua-langkah/") else str(answer.status_code)


def _rows_written() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        return dict(cursor.fetchall())
