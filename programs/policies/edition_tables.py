"""The tables that make up an edition. Pure."""

from collections.abc import Mapping
from typing import NamedTuple


class EditionTable(NamedTuple):
    """One table: the relation from an edition to its rows, and the columns that identify a row."""

    relation: str
    identity: tuple[str, ...]


# By their names in the scheme files. `letters` is the one relation of an app above this one.
EDITION_TABLES: Mapping[str, EditionTable] = {
    "rule": EditionTable("rules", ("key", "regency_id")),
    "question": EditionTable("questions", ("code",)),
    "requirement": EditionTable("requirements", ("code",)),
    "stage": EditionTable("stages", ("code",)),
    "letter": EditionTable("letters", ("code",)),
    "outcome_word": EditionTable("outcome_words", ("state",)),
    "reason_text": EditionTable("reason_texts", ("transition", "code")),
}
