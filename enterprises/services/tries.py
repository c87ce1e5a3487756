"""How often a day a person may register, claim and correct a NIK: refused attempts count too.

A refusal reveals that a number is registered, so unlimited attempts could find out which numbers
are. Each person has a count of their own, so nobody uses up another's.
"""

from typing import Final

from accounts.models import User
from common.errors import TooManyRequests
from common.jobs.tries import seconds_until_tomorrow, tries_today
from enterprises.messages.refusals import (
    claim_tries_message,
    correction_tries_message,
    registration_tries_message,
)

OWNER_TRIES: Final = 20
HELPER_TRIES: Final = 100
OFFICIAL_TRIES: Final = 20


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


def count_correction(official: User) -> None:
    """Count one correction of a NIK. Raises TooManyRequests `correction_tries`, `wait` in seconds.

    A refusal reveals to an official that a number is registered, also in another region.
    """
    if tries_today("correct-nik", official.pk) > OFFICIAL_TRIES:
        raise TooManyRequests(
            "correction_tries",
            correction_tries_message(OFFICIAL_TRIES),
            params={"wait": seconds_until_tomorrow()},
        )


def _limit(actor: User) -> int:
    return HELPER_TRIES if actor.is_helper else OWNER_TRIES
