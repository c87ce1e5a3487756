"""Which fields of a save may be written, and in which another save came first."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from common.edits.changes import Change, latest_changes
from common.edits.shown import FormSnapshot, is_same
from common.errors import Conflict, Text


@dataclass(frozen=True)
class CurrentValue:
    """The current value of a field that two people changed, and who wrote it, if known."""

    value: Any
    change: Change | None = None


@dataclass(frozen=True)
class Merge:
    """`written` is to be stored; `kept` was changed only by others, and is kept; in `conflicts`
    both changed a field to something else, and nothing is written until the person has seen it.

    `base` is what the page had shown before.
    """

    base: FormSnapshot
    written: Mapping[str, Any] = field(default_factory=dict)
    kept: Mapping[str, Any] = field(default_factory=dict)
    conflicts: Mapping[str, CurrentValue] = field(default_factory=dict)

    @property
    def saved(self) -> FormSnapshot:
        """What an unchanged page has shown, once `written` is stored."""
        return self.base.knowing(self.written)

    @property
    def shown(self) -> FormSnapshot:
        """What the page has shown once it is returned with what others wrote."""
        theirs = {name: standing.value for name, standing in self.conflicts.items()}
        return self.saved.knowing({**self.kept, **theirs})

    @property
    def disputed(self) -> Self:
        """The same where what others wrote does not go together with what is to be stored.

        Then every field of theirs is in conflict: the person sees it and decides.
        """
        theirs = {name: CurrentValue(value) for name, value in self.kept.items()}
        return replace(self, kept={}, conflicts={**self.conflicts, **theirs})


class ChangedMeanwhile(Conflict):
    """Nothing was written: what the save changes has been changed since it was shown.

    `merge` has nothing written either, so that the next save still knows what the page showed.
    """

    def __init__(self, merged: Merge, message: Text = "") -> None:
        super().__init__("changed_meanwhile", message)
        self.merge = replace(merged, written={})


def merge(
    shown: FormSnapshot, *, current: Mapping[str, Any], submitted: Mapping[str, Any]
) -> Merge:
    """Compare field by field what was shown, what is stored now, and what is to be stored.

    The caller holds the lock on the row that `current` was read from.
    """
    written: dict[str, Any] = {}
    kept: dict[str, Any] = {}
    disputed: dict[str, Any] = {}
    for name, value in submitted.items():
        stands = current.get(name)
        if is_same(value, stands) or shown.has(name, stands):
            written[name] = value
        elif shown.has(name, value):
            kept[name] = stands
        else:
            disputed[name] = stands
    conflicts: dict[str, CurrentValue] = {}
    for name, change in latest_changes(shown.row, disputed).items():
        if change is not None and change.page == shown.page != "":
            # The current value is this page's own earlier save, whose answer never arrived.
            written[name] = submitted[name]
        else:
            conflicts[name] = CurrentValue(disputed[name], change)
    return Merge(shown, written, kept, conflicts)
