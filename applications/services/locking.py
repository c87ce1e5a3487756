"""The one way to lock an application."""

from applications.models import Application


def lock(application_id: int) -> Application:
    """The row as last committed, locked until the caller's transaction ends.

    Without joins on purpose: a lock that had to wait is given the new row, but what was joined to
    it stays as it was before the wait, and a stage that moved meanwhile would come back as none.
    Relations are read afterwards, under the lock.
    """
    return Application.objects.select_for_update().get(pk=application_id)
