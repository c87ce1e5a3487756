"""What the loan of an application costs, for its pages."""

from typing import Any

from applications.models import Application
from applications.selectors.assessments import assessment_of
from programs.shared.loans import gap_of, later_rates, loan_of


def cost_of(application: Application) -> dict[str, Any]:
    """Return the loan, or why it has no instalment, and the rates if it is agreed later."""
    edition, facts = application.edition, assessment_of(application).facts
    return {
        "loan": loan_of(edition, facts),
        "gap": gap_of(edition, facts),
        "later_rates": later_rates(edition, facts),
    }
