"""Former values of rows of the law, and who changed them, written by the database."""

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
from django.db.models import Model

_Row = TypeVar("_Row", bound=type[Model])


def track_history(*, exclude: tuple[str, ...] = ()) -> Callable[[_Row], _Row]:
    """Keep each row of a model as it was before it was changed or deleted (`<Model>Event`).

    Former values only: the current ones are in the table, the first ones are in the files or the
    draft. A change of the columns in `exclude` alone is not recorded.
    """

    def tracked(model: _Row) -> _Row:
        # Each model needs trackers of its own: the library binds them to the first model.
        track = pghistory.track(
            pghistory.UpdateEvent("before_update", row=pghistory.Old),
            pghistory.DeleteEvent("before_delete"),
            exclude=list(exclude),
        )
        tracked_model: _Row = track(model)
        return tracked_model

    return tracked


def author_of(event: Any) -> int | None:
    """Return the key of the person who changed the row then; None for a command or a migration."""
    context = event.pgh_context
    return context.metadata.get("user") if context is not None else None
