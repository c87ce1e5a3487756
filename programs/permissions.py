"""Who may manage the rules."""

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.scope import roles_of


def may_manage_rules(user: User) -> bool:
    """Tell whether `user` may write, publish and verify rules: a lead, posted as administrator."""
    return user.is_superuser or Role.ADMIN in roles_of(user)
