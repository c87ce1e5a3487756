"""What a version changes against the one before it, section by section."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.text.formats import date_short
from programs.admin.edition.frame import row_url, section_url
from programs.admin.edition.sections import sections
from programs.enums import Authority
from programs.messages.conditions import EditionNames
from programs.messages.editions import last_day
from programs.models import Edition
from programs.policies.edition_changes import (
    Difference,
    Item,
    RowChange,
    changes_of,
    differences_of,
    order_differs,
)
from programs.policies.edition_tables import EDITION_TABLES
from programs.selectors.edition_order import predecessor_of
from programs.selectors.edition_rows import with_rows
from programs.selectors.editions import name_of_row
from programs.shared.editor.section import Section


@dataclass(frozen=True)
class ShownChange:
    """A changed row by its name, with the address of its form while it can still be changed."""

    name: str
    url: str
    change: RowChange


@dataclass(frozen=True)
class SectionChanges:
    """The changes of one section; `only_source` are rows of which only the basis changed."""

    title: str
    url: str
    changes: Sequence[ShownChange]
    only_source: Sequence[ShownChange]
    is_reordered: bool


@dataclass(frozen=True)
class Comparison:
    """A version beside the one before it."""

    before: Edition
    general: Sequence[Difference]
    sections: Sequence[SectionChanges]


def comparison_of(edition: Edition) -> Comparison | None:
    """Compare the edition (`with_rows`) with the one before it; None for the first of a scheme."""
    before = predecessor_of(edition)
    if before is None:
        return None
    with_rows(before)
    found = [_section_changes(section, before, edition) for section in sections()]
    return Comparison(
        before,
        differences_of(describe_edition(before), describe_edition(edition)),
        [each for each in found if each.changes or each.only_source or each.is_reordered],
    )


def describe_edition(edition: Edition) -> list[Item]:
    """Describe the version itself: its dates, its regulation, who acts afterwards."""
    items = [
        Item(_("Versi"), edition.code),
        Item(_("Berlaku sejak"), date_short(edition.valid_from)),
        Item(_("Berlaku sampai"), last_day(edition)),
        Item(_("Dasar hukum"), edition.legal_basis),
        Item(_("Dilanjutkan pihak luar"), _("ya") if edition.partner_follows else _("tidak")),
    ]
    if edition.deemed_approval:
        items.append(Item(_("Dianggap dikabulkan bila terlambat"), _("ya")))
    if edition.authority != Authority.REGENCY:
        items.append(Item(_("Dinas yang memeriksa"), str(edition.get_authority_display())))
    if edition.correction_days is not None:
        items.append(Item(_("Hari kerja untuk menjawab perbaikan"), str(edition.correction_days)))
    if edition.opens_on:
        items.append(Item(_("Menerima permohonan sejak"), date_short(edition.opens_on)))
    if edition.closes_on:
        items.append(Item(_("Menerima permohonan sampai"), date_short(edition.closes_on)))
    return items


def _section_changes(section: Section, before: Edition, after: Edition) -> SectionChanges:
    earlier, later = _rows(section, before), _rows(section, after)
    names = EditionNames(before), EditionNames(after)
    found = changes_of(
        {key: section.describe(row, names[0]) for key, row in earlier.items()},
        {key: section.describe(row, names[1]) for key, row in later.items()},
    )
    shown = [_shown(section, after, change, earlier, later) for change in found]
    return SectionChanges(
        str(section.title),
        "" if after.is_published else section_url(after, section.slug),
        [each for each in shown if not each.change.is_only_source],
        [each for each in shown if each.change.is_only_source],
        order_differs([*earlier], [*later]),
    )


def _rows(section: Section, edition: Edition) -> dict[Hashable, Any]:
    table = EDITION_TABLES[section.table]
    rows = getattr(edition, table.relation).all()
    return {tuple(getattr(row, name) for name in table.identity): row for row in rows}


def _shown(
    section: Section,
    after: Edition,
    change: RowChange,
    earlier: Mapping[Hashable, Any],
    later: Mapping[Hashable, Any],
) -> ShownChange:
    row = later.get(change.identity)
    if row is None:
        return ShownChange(name_of_row(earlier[change.identity]), "", change)
    url = "" if after.is_published else row_url(after, section.slug, row.pk)
    return ShownChange(name_of_row(row), url, change)
