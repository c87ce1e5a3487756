"""An application as a row of the applicant's lists."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.models import Application
from applications.policies.clock import Closed
from applications.selectors.clock import due_on_of
from applications.selectors.status import turn_of, waits_outside
from applications.shared.due_dates import due_phrase
from applications.shared.state_tags import state_tag
from common.dates import clock
from common.text.formats import rupiah
from programs.enums import Turn
from programs.selectors.labels import turn_label


@dataclass(frozen=True)
class ApplicationRow:
    """One application in a list."""

    url_id: int
    title: str
    enterprise: str
    number: str
    amount: str
    style: str
    status: str
    hint: str
    whose: Turn


def application_row(application: Application, closed: Closed) -> ApplicationRow:
    """Return one line of a list; needs `edition__stages` and `edition__outcome_words` fetched."""
    style, status = state_tag(application)
    due = due_phrase(application, closed)
    amount = application.requested_amount
    return ApplicationRow(
        url_id=application.pk,
        title=application.scheme.name,
        enterprise=application.enterprise.name,
        number=application.number,
        amount=rupiah(amount) if amount else "",
        style=style,
        status=status,
        hint=_hint(application, due),
        whose=turn_of(application),
    )


def _hint(application: Application, due: str) -> str:
    whose = turn_of(application)
    if waits_outside(application) and whose == Turn.APPLICANT and due:
        due_on = due_on_of(application)
        if due_on is not None and due_on < clock.today():
            return _("perkiraan selesai sudah lewat; kabari kami")
        return _("perkiraan selesai %(due)s") % {"due": due}
    if not due or waits_outside(application):
        return turn_label(whose, application.scheme) if whose == Turn.PARTNER else ""
    until = _("batas waktu %(due)s") % {"due": due}
    return until if whose == Turn.APPLICANT else f"{turn_label(whose, application.scheme)}, {until}"
