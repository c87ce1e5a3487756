"""Who holds the application, and what the official may do about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from applications.lifecycle import QUEUE_STATES
from applications.models import Application
from applications.permissions import may_claim
from applications.selectors.colleagues import Colleague, colleagues_for


@dataclass(frozen=True)
class ClaimStatus:
    """Who has claimed the application, and whether the official may claim it or hand it over.

    While the applicant corrects it, it stays with its holder, who cannot give it back.
    """

    holder: str
    is_mine: bool
    may_release: bool
    may_take: bool
    may_take_over: bool
    colleagues: Sequence[Colleague]


def claim_status_of(user: User, application: Application) -> ClaimStatus:
    """Return who has claimed it; only what the services allow is offered."""
    waits = application.state in QUEUE_STATES
    held_by = application.claimed_by
    is_mine = application.claimed_by_id == user.pk
    could = waits and bool(may_claim(user, application))
    may_take = could and held_by is None
    return ClaimStatus(
        holder=str(held_by) if held_by else "",
        is_mine=is_mine,
        may_release=waits and is_mine,
        may_take=may_take,
        may_take_over=could and held_by is not None and not is_mine,
        colleagues=colleagues_for(application, but=user) if may_take or (could and is_mine) else (),
    )
