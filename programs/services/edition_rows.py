"""Changes of the rows of a draft edition, one row at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict
from programs.models import Edition
from programs.selectors.edition_order import predecessor_of
from programs.selectors.edition_rows import version_of
from programs.selectors.editions import sourced_tables
from programs.services.editions import (
    change_basis,
    mark_verified,
    require_later,
    require_lead,
    save_edition_unless_taken,
)
from programs.services.locking import lock_edition
from programs.services.unique_rows import save_unless_taken
from reference.enums import Confidence
from reference.models.dated import Sourced

MAX_ROWS = 200
_OUT_OF_THE_WAY = 2000
# Columns that a reader of the law does not verify: texts in two languages, and the source itself.
_NOT_LAW = frozenset(
    {"id", "edition", "position", "source_url", "confidence", "verified_by", "verified_at"}
)


@dataclass(frozen=True)
class Place:
    """The place of a row: after the row with the key `after`, or first."""

    after: int | None


@transaction.atomic
def save_row(
    by: User, row: Any, *, version: str = "", place: Place | None = None, is_read: bool = False
) -> None:
    """Save a new or changed row of a draft, and place it among the others.

    `version` is that of the row as the person saw it (`version_of`). With `is_read` the lead has
    read the row in its source, which verifies it; otherwise a row whose content changes is not
    verified any longer. Locks the scheme, so that nothing changes while an edition is published.
    Raises NotPermitted for anyone but a lead, Conflict `not_draft`, `draft_gone`, `row_changed`,
    `row_gone`, `row_exists` or `too_many_rows`, InvalidInput `source_required`.
    """
    require_lead(by)
    lock_draft(row.edition_id)
    siblings = type(row)._default_manager.filter(edition_id=row.edition_id)
    stored = _unchanged(row, version) if row.pk else None
    if stored is None and siblings.count() >= MAX_ROWS:
        raise Conflict("too_many_rows", _("Bagian ini sudah penuh. Hapus yang tidak dipakai."))
    if isinstance(row, Sourced):
        _settle_verification(by, row, stored, is_read=is_read)
    if stored is None and _has_position(row):
        row.position = (siblings.aggregate(last=models.Max("position"))["last"] or 0) + 1
    taken = Conflict("row_exists", _("Baris seperti ini sudah ada di versi ini."))
    save_unless_taken(row, taken)
    if place is not None and _has_position(row):
        _arrange(siblings.order_by("position", "pk"), row.pk, place)


@transaction.atomic
def delete_row(by: User, row: Any, *, version: str) -> None:
    """Delete a row of a draft that is still as the person saw it; raises as `save_row` does."""
    require_lead(by)
    lock_draft(row.edition_id)
    _unchanged(row, version).delete()


@transaction.atomic
def save_edition(by: User, edition: Edition, *, version: str, rows_follow: bool) -> int:
    """Save the dates and the regulation of a draft; raises as `save_row` does.

    Raises InvalidInput `begins_too_early` unless it begins after the version that it follows.

    With `rows_follow`, rows based on the former regulation are based on the new one, without an
    article, and unverified until a lead reads it. Returns how many.
    """
    require_lead(by)
    lock_draft(edition.pk)
    stored = _unchanged(edition, version)
    former = predecessor_of(edition)
    if former is not None:
        require_later(former, edition.valid_from)
    save_edition_unless_taken(edition)
    if not rows_follow or stored.legal_basis == edition.legal_basis:
        return 0
    return _move_basis(edition, stored.legal_basis)


def lock_draft(edition_id: int) -> Edition:
    """Lock the scheme of a draft and return the draft.

    Raises Conflict `not_draft` for a published edition, `draft_gone` for one that was deleted.
    """
    edition = lock_edition(edition_id)
    if edition.is_published:
        raise Conflict(
            "not_draft",
            _("Versi ini sudah diterbitkan, jadi tidak dapat diubah. Susun versi berikutnya."),
        )
    return edition


def _unchanged(row: Any, version: str) -> Any:
    stored = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
    if stored is None:
        raise Conflict("row_gone", _("Baris ini sudah dihapus orang lain."))
    if version_of(stored) != version:
        raise Conflict(
            "row_changed", _("Sementara Anda menulis, baris ini diubah orang lain. Bandingkan.")
        )
    return stored


def _settle_verification(by: User, row: Any, stored: Any, *, is_read: bool) -> None:
    if is_read:
        mark_verified(by, row)
    elif stored is None or _law_of(stored) != _law_of(row):
        row.verified_by = row.verified_at = None
        if row.confidence == Confidence.HIGH:
            row.confidence = Confidence.MEDIUM
        if stored is not None:
            _drop_source_of_before(row, stored)


def _drop_source_of_before(row: Any, stored: Any) -> None:
    """Clear an unchanged source beside changed content: it states the former figure."""
    before, after = _law_of(stored), _law_of(row)
    figures = after.keys() - {"legal_basis", "article"}
    is_changed = any(before[name] != after[name] for name in figures)
    if is_changed and row.source_url == stored.source_url:
        row.source_url = ""


def _law_of(row: Any) -> dict[str, Any]:
    """Return the columns that the law determines; texts for readers are not among them."""
    return {
        field.name: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in _NOT_LAW and not field.name.endswith(("_id", "_en"))
    }


def _has_position(row: Any) -> bool:
    return hasattr(row, "position")


def _arrange(siblings: models.QuerySet[Any], pk: int, place: Place) -> None:
    """Put the row in its place, and renumber the rows whose place has changed."""
    rows = list(siblings)
    (moved,) = (row for row in rows if row.pk == pk)
    others = [row for row in rows if row.pk != pk]
    at = next((i + 1 for i, row in enumerate(others) if row.pk == place.after), 0)
    wanted = [*others[:at], moved, *others[at:]]
    if wanted != rows:
        _renumber(wanted)


def _renumber(rows: Sequence[Any]) -> None:
    """Count the rows from 0; positions may be unique, so they are moved out of the way first."""
    changed = [(row, place) for place, row in enumerate(rows) if row.position != place]
    manager = type(rows[0])._default_manager
    manager.filter(pk__in=[row.pk for row, _place in changed]).update(
        position=F("position") + _OUT_OF_THE_WAY
    )
    for row, place in changed:
        row.position = place
    manager.bulk_update([row for row, _place in changed], ["position"])


def _move_basis(edition: Edition, former: str) -> int:
    moved = 0
    for model in sourced_tables().values():
        rows = list(model._default_manager.filter(edition=edition, legal_basis=former))
        for row in rows:
            change_basis(row, former, edition.legal_basis)
        names = ["legal_basis", "article", "confidence", "verified_by", "verified_at"]
        moved += model._default_manager.bulk_update(rows, names)
    return moved
