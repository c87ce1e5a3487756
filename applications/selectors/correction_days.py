"""How long an applicant may take to answer a correction."""

from datetime import date

from applications.models import Application
from reference.selectors.parameters import number

CORRECTION_DAYS_KEY = "correction.answer"


def correction_days(application: Application, requested: date) -> int:
    """Return the working days to answer a correction: the edition's, else the office standard's."""
    own = application.edition.correction_days
    return own if own is not None else number(CORRECTION_DAYS_KEY, requested)
