"""How often a day a person may register, and claim: refused tries and good ones count together.

A refusal tells that a number is registered, so whoever could try without end could find out which
numbers are. Each person is counted for themselves, so nobody uses up another's.
"""

from typing import Final

from accounts.models import User
from common.errors import TooManyRequests
from common.tries import seconds_until_tomorrow, tries_today
from enterprises.messages.refusals import claim_tries_message, registration_tries_message

OWNER_TRIES: Final = 20
HELPER_TRIES: Final = 100


def count_registration(actor: User) -> None:
    """Count one registration. Raises TooManyRequests `registration_limit`, `wait` in seconds."""
    limit = _limit(actor)
    if tries_today("register", actor.pk) > limit:
        raise TooManyRequests(
            "registration_limit",
            registration_tries_message(limit),
            params={"wait": seconds_until_tomorrow()},
        )


def count_claim(actor: User) -> None:
    """Count one claim. Raises TooManyRequests `claim_tries`, `wait` in seconds."""
    limit = _limit(actor)
    if tries_today("claim", actor.pk) > limit:
        raise TooManyRequests(
            "claim_tries", claim_tries_message(limit), params={"wait": seconds_until_tomorrow()}
        )


def _limit(actor: User) -> int:
    return HELPER_TRIES if actor.is_helper else OWNER_TRIES
