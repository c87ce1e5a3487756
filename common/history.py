"""What a row of the law said before, and who changed it, written by the database itself."""

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db.models import Model

_Row = TypeVar("_Row", bound=type[Model])


def track_history(*, exclude: tuple[str, ...] = ()) -> Callable[[_Row], _Row]:
    """Keep each row of a model as it was before it was changed or deleted (`<Model>Event`).

    Only what is gone: the present stands in the table, the first text in the files or the draft.
    A change of the columns in `exclude` alone leaves no trace.
    """

    def tracked(model: _Row) -> _Row:
        # Each model has trackers of its own: the library binds them to the first one they meet.
        track = pghistory.track(
            pghistory.UpdateEvent("before_update", row=pghistory.Old),
            pghistory.DeleteEvent("before_delete"),
            exclude=list(exclude),
        )
        found: _Row = track(model)
        return found

    return tracked
