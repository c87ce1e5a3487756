"""Validation of figures that are readable but make no sense, of names and of days. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from programs.policies.condition_check import readable_comparisons
from programs.policies.edition_shape import EditionShape, Fault, fault_at
from programs.policies.rule_values import DAY_UNIT, RATE_UNIT

# Units that may be 0: no loan so far, or nothing overdue.
_ZERO_COUNTS = frozenset({"kali", "kolektibilitas"})
_NO_LIMITS = frozenset({"", RATE_UNIT, DAY_UNIT}) | _ZERO_COUNTS


def figures(edition: EditionShape) -> Iterator[Fault]:
    """Note each compared figure that is empty; a limit of 0 or less is a fault."""
    compared = edition.compared_keys | {part.rule for part in readable_comparisons(edition)}
    for row in edition.rules:
        key, value = row["key"], row.get("value")
        if key not in compared:
            continue
        if value is None:
            yield replace(fault_at("rule", row, "figure_missing", rule=key), is_note=True)
        elif isinstance(value, int) and value <= 0 and row.get("unit", "") not in _NO_LIMITS:
            yield fault_at("rule", row, "figure_without_sense", rule=key)


def document_names(edition: EditionShape) -> Iterator[Fault]:
    """Require that no two documents have the same name in either language."""
    for name in ("label_id", "label_en"):
        seen: set[str] = set()
        for row in edition.requirements:
            label = " ".join(str(row.get(name) or "").casefold().split())
            if label and label in seen:
                yield fault_at("requirement", row, "document_twice", code=row["code"])
            seen.add(label)


def first_day(edition: EditionShape) -> Iterator[Fault]:
    """Require that the edition begins after the one that it succeeds."""
    former, day = edition.follows, edition.valid_from
    if former is not None and day is not None and day <= former.valid_from:
        yield Fault("begins_too_early", {"former": former.code, "day": former.valid_from})
