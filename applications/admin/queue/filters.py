"""What a list offers to filter by: only what lies within the official's scope."""

from accounts.enums import OFFICIAL_ROLES, Role
from accounts.models import User
from accounts.selectors.scope import active_postings
from programs.models import Stage
from reference.selectors.regions import all_regencies


def regencies_in_scope(user: User) -> list[tuple[str, str]]:
    """Codes and names of the regencies that the person's official postings cover."""
    bounds = {p.agency.regency_id for p in active_postings(user) if p.role in OFFICIAL_ROLES}
    everywhere = user.is_superuser or None in bounds
    return [(r.code, str(r)) for r in all_regencies() if everywhere or r.code in bounds]


def stage_choices() -> list[tuple[str, str]]:
    """Stages of the office by code; the newest edition of a scheme names them."""
    stages = Stage.objects.exclude(exit="").order_by(
        "edition__scheme_id", "edition__valid_from", "position"
    )
    return list({stage.code: stage.name for stage in stages}.items())


def postings_in_words(user: User) -> str:
    """Where the person works: roles and agencies of the postings in force."""
    return " · ".join(
        f"{Role(p.role).label.capitalize()}, {p.agency.name}" for p in active_postings(user)
    )
