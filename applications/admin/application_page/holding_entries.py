"""Who took, gave back or handed over an application, as entries of the officials' timeline."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from applications.admin.application_page.timeline_entry import TimelineEntry
from applications.models import Application, Holding, HoldingEnd
from applications.permissions import is_or_was_member
from applications.selectors.holdings import latest_holdings


def holding_entries(
    user: User, application: Application, moments: Collection[datetime]
) -> list[TimelineEntry]:
    """Return the changes of hands, the oldest first; none to people of the enterprise.

    A holding that began with a transition, at one of `moments`, is described by the transition.
    """
    if is_or_was_member(user, application):
        return []
    rows = latest_holdings(application)
    return [
        entry
        for before, row in zip([None, *rows], rows, strict=False)
        for entry in (_beginning(row, before, moments), _end(row))
        if entry is not None
    ]


def _beginning(
    row: Holding, before: Holding | None, moments: Collection[datetime]
) -> TimelineEntry | None:
    passed_through = row.since == row.until and row.ended_as == HoldingEnd.HANDED_OVER
    if row.since in moments or passed_through:
        return None
    if before is not None and before.ended_as == HoldingEnd.HANDED_OVER:
        title = _("Diserahkan kepada %(name)s") % {"name": row.holder}
        return _entry(title, row.since, str(before.holder))
    if row.taken_from is not None:
        title = _("Diambil alih dari %(name)s") % {"name": row.taken_from}
        return _entry(title, row.since, str(row.holder))
    return _entry(_("Diambil"), row.since, str(row.holder))


def _end(row: Holding) -> TimelineEntry | None:
    if row.until is None:
        return None
    if row.ended_as == HoldingEnd.RELEASED:
        return _entry(_("Dikembalikan ke antrean"), row.until, str(row.holder))
    if row.ended_as == HoldingEnd.LAPSED:
        title = _("Kembali ke antrean dari %(name)s, lama tidak dikerjakan")
        return _entry(title % {"name": row.holder}, row.until, _("sistem"))
    return None


def _entry(title: str, at: datetime, who: str) -> TimelineEntry:
    return TimelineEntry(title=title, at=at, who=who, reason="")
