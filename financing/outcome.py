"""The outcome hooks of loans: the particulars that SIKP requires."""

from accounts.models import User
from applications.kinds.outcome import Outcome, Panel
from applications.models import Application
from financing.selectors.borrowers import borrower_of


class FinancingOutcome(Outcome):
    """The office refers; the lender's decision is not recorded yet."""

    def applicant_panel(self, application: Application, viewer: User) -> Panel | None:
        """Link to the particulars for SIKP, where the scheme registers candidates there."""
        if not application.scheme.uses_sikp:
            return None
        has_borrower = borrower_of(application.enterprise) is not None
        return Panel(
            "financing/sikp_line.html",
            {"application": application, "has_borrower": has_borrower},
        )


OUTCOME = FinancingOutcome()
