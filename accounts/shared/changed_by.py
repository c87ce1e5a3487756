"""Who changed a field meanwhile, in words for the page of a form."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors.people import person_name
from common.edits.merging import CurrentValue
from common.text.formats import datetime_wib


def changed_by(reader: User, conflicts: Mapping[str, CurrentValue]) -> dict[str, str]:
    """Return `Diubah oleh Siti Aminah, 23 Nov 2026, 14.05 WIB.` per field, '' where not known.

    The caller shows the page only to those who act for the same row, who know each other.
    """
    names: dict[int, str] = {reader.pk: _("Anda sendiri (di tab atau perangkat lain)")}
    words = {}
    for field, standing in conflicts.items():
        change = standing.change
        if change is not None and change.by not in names:
            names[change.by] = person_name(change.by)
        words[field] = "" if change is None else _said(names[change.by], datetime_wib(change.at))
    return words


def _said(name: str, at: str) -> str:
    return _("Diubah oleh %(name)s, %(at)s.") % {"name": name, "at": at} if name else ""
