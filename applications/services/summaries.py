"""Sending an application as its summary showed it: what is declared is what was read."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from applications.lifecycle import EDITABLE_STATES
from applications.models import Application
from applications.selectors.access import require_visible
from applications.selectors.attachments import current_by_requirement
from applications.services.locking import lock_with_enterprise
from applications.services.transitions import perform
from common.edits.shown import FormSnapshot
from common.errors import Conflict
from enterprises.services.registration import profile_values
from programs.enums import Transition


class SummaryChanged(Conflict):
    """Answers, documents or the profile changed since the summary was shown; nothing was sent.

    `fields` are named as in a request for correction: `answers.purpose`, `documents.ktp`,
    `enterprise.address`.
    """

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__(
            "summary_changed", _("Isinya berubah sejak halaman ini dibuka. Periksa lagi.")
        )
        self.fields = fields


def submit_shown(actor: User, application_id: int, shown: FormSnapshot) -> Application:
    """Submit the application with the declaration that all that `shown` has is right.

    A page that does not say what it showed is not compared. Locks the application
    and the enterprise. Raises SummaryChanged, and what `perform` raises.
    """
    require_visible(actor, application_id)
    with transaction.atomic():
        application = lock_with_enterprise(application_id)
        if shown.page and application.state in EDITABLE_STATES:
            _require_unchanged(application, shown)
        return perform(actor, application_id, Transition.SUBMIT, data={"declaration": True})


def summary_row(application: Application) -> str:
    """Return the name of what the summary shows."""
    return f"summary:{application.pk}"


def summary_values(application: Application) -> dict[str, Any]:
    """Return what the summary shows: answers, attached files, the profile of the enterprise."""
    files = current_by_requirement(application)
    return {
        **{f"answers.{code}": value for code, value in application.answers.items()},
        **{f"documents.{code}": ",".join(str(a.pk) for a in files[code]) for code in files},
        **{f"enterprise.{n}": v for n, v in profile_values(application.enterprise).items()},
    }


def _require_unchanged(application: Application, shown: FormSnapshot) -> None:
    now = summary_values(application)
    changed = [
        name for name in sorted({*shown.digests, *now}) if not shown.has(name, now.get(name))
    ]
    if changed:
        raise SummaryChanged(changed)
