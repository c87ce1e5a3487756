"""What the pages of a draft share: its sections with their counts and faults, and its name."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from programs.admin.edition.sections import sections, sections_by_table
from programs.messages.faults import fault_message
from programs.models import Edition
from programs.policies.edition_shape import Fault
from programs.policies.edition_tables import EDITION_TABLES
from programs.selectors.editions import faults, names_of_facts, names_of_rows

SUMMARY = "ringkasan"
CHECK = "periksa"


@dataclass(frozen=True)
class Tab:
    """A link to a section; `faults` counts what prevents publication."""

    slug: str
    title: str
    url: str
    count: int | None = None
    faults: int = 0
    is_current: bool = False


@dataclass(frozen=True)
class ShownFault:
    """A fault as text, with the address where it is corrected."""

    text: str
    url: str
    table: str
    row_id: int | None
    is_note: bool


def draft_context(edition: Edition, current: str) -> dict[str, Any]:
    """Return the context that every page of a draft has, with all its faults.

    The edition has its rows (`with_rows`), so that they are read once.
    """
    found = shown_faults(edition)
    return {
        "edition": edition,
        "edition_title": f"{edition.scheme.name} {edition.code}",
        "tabs": _tabs(edition, current, found),
        "faults": [fault for fault in found if not fault.is_note],
        "notes": [fault for fault in found if fault.is_note],
    }


def shown_faults(edition: Edition) -> list[ShownFault]:
    """Return the faults of the draft, each with the address of its row or section."""
    found = faults(edition)
    names, facts = names_of_rows(edition, found), names_of_facts(edition, found)
    return [
        ShownFault(
            fault_message(fault, names, facts),
            fault_url(edition, fault),
            fault.table,
            fault.row_id,
            fault.is_note,
        )
        for fault in found
    ]


def fault_url(edition: Edition, fault: Fault) -> str:
    """Return the address of the form in which the fault is corrected."""
    section = sections_by_table().get(fault.table)
    if section is None:
        return reverse("admin:programs_edition_summary", args=[edition.pk])
    if fault.row_id is None:
        return section_url(edition, section.slug)
    return row_url(edition, section.slug, fault.row_id)


def section_url(edition: Edition, slug: str) -> str:
    """Return the address of the list of a section."""
    return reverse("admin:programs_edition_section", args=[edition.pk, slug])


def row_url(edition: Edition, slug: str, row_id: int) -> str:
    """Return the address of the form of a row."""
    return reverse("admin:programs_edition_row", args=[edition.pk, slug, row_id])


def _tabs(edition: Edition, current: str, found: Sequence[ShownFault]) -> list[Tab]:
    wrong = Counter(fault.table for fault in found if not fault.is_note)
    overview = reverse("admin:programs_edition_change", args=[edition.pk])
    tabs = [Tab(SUMMARY, _("Ringkasan"), overview, None, wrong[""], current == SUMMARY)]
    for section in sections():
        relation = EDITION_TABLES[section.table].relation
        tabs.append(
            Tab(
                section.slug,
                str(section.title),
                section_url(edition, section.slug),
                len(getattr(edition, relation).all()),
                wrong[section.table],
                current == section.slug,
            )
        )
    check = reverse("admin:programs_edition_publish", args=[edition.pk])
    return [*tabs, Tab(CHECK, _("Periksa dan terbitkan"), check, is_current=current == CHECK)]
