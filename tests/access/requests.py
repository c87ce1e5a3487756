"""Knocking: one request of one person, what it came to and what it wrote; undone afterwards."""

import json
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.cache import cache
from django.db import connection, transaction

from tests.access.addresses import Address
from tests.access.tables import Row
from tests.access.world import House

REFUSED = frozenset({"in", "2nd", "400", "401", "403", "404", "405", "409", "415", "429"})
# A session is read and its clocks are written by whatever page one opens.
_OWN_BOOKS = frozenset({"django_session"})
_PRIVATE = {"private", "no-store"}
# The language is no secret and set by Django itself.
_READABLE = frozenset({"django_language"})
_COUNTS = """
SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""


@dataclass(frozen=True)
class Answer:
    """What it came to, the tables that were written, even if taken back, and bad manners."""

    outcome: str
    wrote: tuple[str, ...]
    rude: tuple[str, ...] = ()


def knock(house: House, role: str, address: Address, row: Row) -> Answer:
    """The request of `role`; nothing of it stays."""
    parts = house.named(address.route, row.at)
    path = address.path(parts) + (f"?{row.query}" if row.query else "")
    client = house.clients[role]
    cookies = deepcopy(client.cookies)
    cache.clear()
    if house.is_stirred:
        house.written, house.is_stirred = _written(), False
    with transaction.atomic():
        answer: Any = client.generic(row.verb, path, **_sent(address, row, parts))
        if answer.streaming:
            # Read to its end, where the test client closes it.
            list(answer.streaming_content)
        before, house.written = house.written, _written()
        transaction.set_rollback(True)
    client.cookies = cookies
    wrote = tuple(
        sorted(
            table
            for table, rows in house.written.items()
            if rows != before.get(table) and table not in _OWN_BOOKS
        )
    )
    return Answer(_outcome(answer), wrote, manners(answer, known=role != "visitor"))


def _sent(address: Address, row: Row, parts: dict[str, str]) -> dict[str, Any]:
    if row.verb in ("GET", "HEAD", "OPTIONS", "TRACE"):
        return {}
    body = {name: _filled(value, parts) for name, value in row.body.items()}
    if address.is_api:
        return {"data": json.dumps(body), "content_type": "application/json"}
    return {"data": urlencode(body), "content_type": "application/x-www-form-urlencoded"}


def _filled(value: Any, parts: dict[str, str]) -> Any:
    if not isinstance(value, str) or not (value.startswith("<") and value.endswith(">")):
        return value
    part = parts[value[1:-1]]
    return int(part) if part.isdigit() and len(part) < 10 else part


def manners(answer: Any, *, known: bool) -> tuple[str, ...]:
    """What every answer owes and this one lacks; `known` people's pages are kept by nobody."""
    owed = {
        "nosniff": answer.headers.get("X-Content-Type-Options") == "nosniff",
        "no frames": answer.headers.get("X-Frame-Options") == "DENY",
        "no referrer": answer.headers.get("Referrer-Policy") == "same-origin",
        "kept private": not known or bool(_PRIVATE & _words(answer.headers.get("Cache-Control"))),
        "policy": _is_bound(answer),
        "cookies": all(
            cookie["samesite"] == "Lax" and (cookie["httponly"] or name in _READABLE)
            for name, cookie in answer.cookies.items()
            if cookie.value
        ),
    }
    return tuple(name for name, is_paid in owed.items() if not is_paid)


def _is_bound(answer: Any) -> bool:
    """A page allows nothing foreign, nothing inline outside the theme, and no frame around it."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return True
    policy = answer.headers.get("Content-Security-Policy", "")
    needed = (
        "default-src 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
    is_themed = answer.wsgi_request.path.startswith("/admin/")
    loose = "http" in policy or ("unsafe" in policy and not is_themed)
    return all(part in policy for part in needed) and not loose


def _words(header: str | None) -> set[str]:
    return {word.strip() for word in (header or "").split(",")}


def _outcome(answer: Any) -> str:
    if answer.status_code not in (301, 302):
        return str(answer.status_code)
    target = urlsplit(answer["Location"]).path
    if target in ("/masuk/", "/admin/login/"):
        return "in"
    return "2nd" if target.startswith("/akun/dua-langkah/") else str(answer.status_code)


def _written() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        return dict(cursor.fetchall())
