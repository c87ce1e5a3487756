"""Until when a refusal may be objected to. Pure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ObjectionTerms:
    """The days of an objection: to file, to answer, to decide again, and to appeal; and its basis.

    Working days. `basis` cites the rule of the first, `is_verified` tells whether a person or the
    rule's own text confirms all of them.
    """

    file: int
    answer: int
    follow: int
    appeal: int
    basis: str
    appeal_basis: str
    is_verified: bool


@dataclass(frozen=True)
class ObjectionWindow:
    """The time to object to one refusal; it has not begun while `delivered_on` is None.

    `until` counts from the day on which the delivery was recorded: until then the applicant was
    informed that no time runs.
    """

    terms: ObjectionTerms
    delivered_on: date | None
    until: date | None

    def is_open(self, today: date) -> bool:
        """Tell whether an objection may be filed: also before the notice is known to be there."""
        return self.until is None or today <= self.until
