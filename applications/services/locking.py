"""Locking of an application."""

from applications.models import Application


def lock(application_id: int) -> Application:
    """Lock the row until the caller's transaction ends; return it as last committed.

    Deliberately without joins: after waiting for the lock PostgreSQL returns the new row, but
    joined rows as they were before the wait, so a stage that changed in between would be None.
    Relations are read afterwards, under the lock.
    """
    return Application.objects.select_for_update().get(pk=application_id)
