"""An edition as its validation reads it, and what the validation finds. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Former:
    """The edition that another one succeeds: its code, its first day, and what it asked."""

    code: str
    valid_from: date
    asked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class EditionShape:
    """An edition as the validation reads it; rows map column names to values.

    `rule_keys` are the keys that its kind allows, `list_keys` those whose values are lists, `facts`
    the facts that rules read or an enterprise's profile gives, `profile_facts` the latter alone,
    `roles` those that a stage may have. `needs` maps each key that is judged to the facts without
    which it is not; `handed_over` maps the code of a stage to the questions whose answers are typed
    elsewhere there; `compared_keys` are those and the keys that a judgement reads besides.
    `follows` is the edition that this one succeeds, where there is one.
    """

    needs_two_people: bool
    uniqueness_key: str
    legal_basis: str
    partner_follows: bool
    rules: Sequence[Row]
    questions: Sequence[Row]
    requirements: Sequence[Row]
    stages: Sequence[Row]
    letters: Sequence[Row]
    outcome_words: Sequence[Row]
    reason_texts: Sequence[Row]
    rule_keys: frozenset[str]
    list_keys: frozenset[str]
    facts: frozenset[str]
    profile_facts: frozenset[str]
    roles: frozenset[str]
    needs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    handed_over: Mapping[str, Sequence[str]] = field(default_factory=dict)
    compared_keys: frozenset[str] = frozenset()
    valid_from: date | None = None
    follows: Former | None = None
    authority: str = "regency"
    deemed_approval: bool = False
    is_own_letter: bool = False


@dataclass(frozen=True)
class Fault:
    """One fault of an edition; `params` fill the message of `code`.

    A note does not prevent publication. `table` is the table with the fault, by its name in the
    scheme files, and `row_id` the key of the row with the fault where it is stored.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    is_note: bool = False
    table: str = ""
    row_id: int | None = None


def fault_at(table: str, row: Row, code: str, /, **params: Any) -> Fault:
    """Return a fault of one row of the table; `params` fill its message."""
    return Fault(code, params, table=table, row_id=row.get("id"))
