"""What differs between two versions of the same rows, as a reader sees them. Pure."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Item(NamedTuple):
    """One property of a row as text; `is_source` for its legal basis and verification.

    With `in_list` it is a column of the list of rows, so every row of the table has it.
    """

    label: str
    text: str
    is_source: bool = False
    in_list: bool = False


class Difference(NamedTuple):
    """One property before and after; an absent one is empty."""

    label: str
    before: str
    after: str
    is_source: bool = False


@dataclass(frozen=True)
class RowChange:
    """A row that is new, deleted, or has other properties than before."""

    identity: Hashable
    differences: Sequence[Difference]
    is_new: bool = False
    is_gone: bool = False

    @property
    def is_only_source(self) -> bool:
        """Whether nothing changed but the regulation that the row is based on."""
        return not (self.is_new or self.is_gone) and all(d.is_source for d in self.differences)


def changes_of(
    before: Mapping[Hashable, Sequence[Item]], after: Mapping[Hashable, Sequence[Item]]
) -> list[RowChange]:
    """Return the changed rows in the order of `after`, then the deleted ones."""
    found = [
        RowChange(identity, differences_of(before.get(identity, ()), items), identity not in before)
        for identity, items in after.items()
    ]
    found += [
        RowChange(identity, differences_of(items, ()), is_gone=True)
        for identity, items in before.items()
        if identity not in after
    ]
    return [change for change in found if change.differences or change.is_new or change.is_gone]


def order_differs(before: Sequence[Hashable], after: Sequence[Hashable]) -> bool:
    """Tell whether the rows that both have are in a different order."""
    return [each for each in before if each in after] != [each for each in after if each in before]


def differences_of(before: Sequence[Item], after: Sequence[Item]) -> list[Difference]:
    """Return the properties whose texts differ, in the order of `after`."""
    earlier = {item.label: item for item in before}
    later = {item.label: item for item in after}
    found = []
    for label in {**later, **earlier}:
        then, now = earlier.get(label), later.get(label)
        texts = (then.text if then else "", now.text if now else "")
        if texts[0] != texts[1]:
            found.append(Difference(label, *texts, bool((now or then or Item("", "")).is_source)))
    return found
