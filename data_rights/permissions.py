"""Who answers requests about personal data."""

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.scope import Person, active_postings, postings_on
from common.dates import clock


def may_answer_requests(user: Person) -> bool:
    """Tell whether the person is a data officer: an administrator of the province, or a superuser.

    What is asked concerns an account, not a region, so a regency's administrators have no part.
    """
    if getattr(user, "is_superuser", False) and user.is_active:
        return True
    return any(
        posting.role == Role.ADMIN and posting.agency.regency_id is None
        for posting in active_postings(user)
    )


def data_officers() -> list[User]:
    """Return the administrators of the province today, in order of their accounts."""
    today = postings_on(clock.today())
    posted = today.filter(role=Role.ADMIN, agency__regency__isnull=True).values("user")
    return list(User.objects.filter(pk__in=posted, is_active=True).order_by("pk"))
