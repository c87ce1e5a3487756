"""What the database and the mailbox must hold for every acknowledged submission."""

from dataclasses import dataclass
from typing import Any

from tests.faults.load import Load
from tests.faults.portal import Portal

_EFFECTS = """
SELECT a.id, a.number, a.state,
       (SELECT count(*) FROM applications_applicationevent e
        WHERE e.application_id = a.id AND e.transition = 'submit'),
       (SELECT count(*) FROM notifications_outboxmessage m
        WHERE m.link = '/pengajuan/' || a.id || '/' AND m.key = 'application.submitted'),
       (SELECT count(*) FROM notifications_inboxitem i
        WHERE i.link = '/pengajuan/' || a.id || '/'),
       (SELECT array_agg(d.channel || ':' || d.status ORDER BY d.channel)
        FROM notifications_delivery d JOIN notifications_outboxmessage m ON m.id = d.message_id
        WHERE m.link = '/pengajuan/' || a.id || '/' AND m.key = 'application.submitted')
FROM applications_application a WHERE a.id = ANY(%s) ORDER BY a.id
"""
_UNSENT = """
SELECT count(*) FROM notifications_outboxmessage
WHERE finished_at IS NULL AND link = ANY(SELECT '/pengajuan/' || x || '/' FROM unnest(%s::int[]) x)
"""
_LETTERS = "SELECT id::text, link FROM notifications_outboxmessage WHERE link = ANY(%s)"


@dataclass(frozen=True)
class Letters:
    """E-mails on disk: files, and how many were handed over more than once."""

    files: int
    repeated: int


def unsent(portal: Portal, ids: list[int]) -> int:
    count: int = portal.rows(_UNSENT, ids)[0][0]
    return count


def of_submissions(portal: Portal, ids: list[int]) -> list[tuple[Any, ...]]:
    """Return id, number, state, submit events, outbox rows, inbox items, deliveries of each."""
    return portal.rows(_EFFECTS, ids)


def expected(load: Load) -> list[tuple[Any, ...]]:
    """Return each effect exactly once, under the number that the owner was given."""
    once = ["email:sent", "inbox:sent"]
    return [
        (each, load.acknowledged[each], "submitted", 1, 1, 1, once) for each in sorted(load.ids)
    ]


def letters(portal: Portal, ids: list[int]) -> Letters:
    """Count the files, one per message; the file itself counts how often it was handed over."""
    links = [f"/pengajuan/{each}/" for each in ids]
    files = repeated = 0
    for message, _link in portal.rows(_LETTERS, links):
        for path in (portal.home / "mail").glob(f"{message}.email@*.eml"):
            files += 1
            text = path.read_text(errors="replace")
            repeated += "X-Portal-Handovers: 1" not in text
    return Letters(files, repeated)
