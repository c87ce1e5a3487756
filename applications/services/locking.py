"""Locking of an application, and of a person whose rows are limited."""

from collections.abc import Collection

from accounts.models import User
from applications.models import Application, Objection
from enterprises.models import Enterprise


def lock(application_id: int) -> Application:
    """Lock the row until the caller's transaction ends; return it as last committed.

    Deliberately without joins: after waiting for the lock PostgreSQL returns the new row, but
    joined rows as they were before the wait, so a stage that changed in between would be None.
    Relations are read afterwards, under the lock.
    """
    return Application.objects.select_for_update().get(pk=application_id)


def lock_with_enterprise(application_id: int) -> Application:
    """Lock the application as `lock` does, and then its enterprise; return the former.

    What is read of the profile cannot change until the transaction ends. The order is that of an
    upload within one transaction of the API: whoever holds an enterprise never waits for an
    application.
    """
    application = lock(application_id)
    # Rows that refer to the enterprise may be written meanwhile.
    rows = Enterprise.objects.select_for_update(no_key=True)
    application.enterprise = rows.get(pk=application.enterprise_id)
    return application


def lock_person(person_id: int) -> None:
    """Lock a person's row until the caller's transaction ends, so that their rows can be counted.

    Rows that refer to the person may be written meanwhile.
    """
    User.objects.select_for_update(no_key=True).only("pk").get(pk=person_id)


def lock_all(application_ids: Collection[int]) -> list[Application]:
    """Lock the rows, in the order of their keys, as `lock` does with one."""
    rows = Application.objects.select_for_update().filter(pk__in=application_ids)
    return list(rows.order_by("pk"))


def lock_objection(objection_id: int) -> Objection:
    """Lock the application first, as every transition does, then the objection; return both.

    Raises Objection.DoesNotExist for an unknown key.
    """
    key = Objection.objects.values_list("application_id", flat=True).get(pk=objection_id)
    application = lock(key)
    objection = Objection.objects.select_for_update().get(pk=objection_id)
    objection.application = application
    return objection
