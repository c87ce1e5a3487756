"""The people who set positions and sources of numbers of an office."""

from django.db.models import Q

from accounts.enums import Role
from accounts.models import Agency, User
from accounts.selectors.scope import postings_on
from common.dates import clock

_MOST = 20


def administrators_of(agency: Agency) -> list[User]:
    """Return the office's administrators today; where it has none, those of the province."""
    posted = postings_on(clock.today()).filter(role=Role.ADMIN, user__is_active=True)
    above = Q(agency__field=agency.field, agency__regency=None)
    for found in (posted.filter(agency=agency), posted.filter(above)):
        people = User.objects.filter(pk__in=found.values("user")).order_by("pk")[:_MOST]
        if people:
            return list(people)
    return []
