"""The recommendations that officials may read in a list."""

from collections.abc import Sequence

from accounts.models import User
from applications.models import Application
from applications.selectors.status import REVIEW_STATES
from enterprises.models import Member


def readable_opinions(user: User, applications: Sequence[Application]) -> dict[int, str]:
    """Return the opinions on applications yet to be decided, by key: at most one query.

    None on an enterprise that the user acts or acted for.
    """
    given = [item for item in applications if item.opinion and item.state in REVIEW_STATES]
    if not given:
        return {}
    enterprises = {item.enterprise_id for item in given}
    own = Member.objects.filter(user=user, enterprise__in=enterprises)
    hidden = set(own.values_list("enterprise_id", flat=True))
    return {item.pk: item.opinion for item in given if item.enterprise_id not in hidden}
