"""Whether the office of the province examines an application instead of the regency's."""

from applications.models import Application
from common.dates import clock
from enterprises.selectors.classes import classes
from programs.enums import Authority
from programs.policies.authority import MEMBERS_FACT, is_provincial


def belongs_to_province(application: Application) -> bool:
    """Tell whether it does, by the edition's rule, from today's class and the present answers."""
    authority = application.edition.authority
    by_sales = None
    if authority == Authority.CLASS:
        by_sales = classes(application.enterprise, clock.today()).by_sales
    return is_provincial(
        authority,
        class_by_sales=str(by_sales) if by_sales else None,
        members_elsewhere=application.answers.get(MEMBERS_FACT),
    )
