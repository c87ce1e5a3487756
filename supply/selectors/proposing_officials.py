"""Officials of the province who look after exporters and requests."""

from typing import Final

from accounts.selectors.scope import postings_on
from common.dates import clock
from enterprises.permissions import REGISTER_FIELDS
from supply.permissions import PROPOSING

_MOST: Final = 20


def proposing_officials() -> list[int]:
    """Return the ids of those who may propose standings and answer requests today, at most 20."""
    posted = postings_on(clock.today()).filter(
        role__in=PROPOSING,
        agency__regency=None,
        agency__field__in=REGISTER_FIELDS,
        user__is_active=True,
    )
    people = posted.order_by("user").values_list("user", flat=True).distinct()
    return list(people[:_MOST])
