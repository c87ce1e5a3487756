"""What a row of the law said before, and who changed it, written by the database itself."""

from typing import TypeVar

import pghistory
from django.db.models import Model

_Row = TypeVar("_Row", bound=type[Model])


def remembered(model: _Row) -> _Row:
    """Keeps each row of the model as it was before it was changed or deleted (`<Model>Event`).

    Only what is gone: the present stands in the table, the first text in the files or the draft.
    """
    # Each model has trackers of its own: the library binds them to the first one they meet.
    track = pghistory.track(
        pghistory.UpdateEvent("before_update", row=pghistory.Old),
        pghistory.DeleteEvent("before_delete"),
    )
    tracked: _Row = track(model)
    return tracked
