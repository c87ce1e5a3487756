"""Enterprises and claims on the page of a person (settings.ACCOUNT_PANELS)."""

from collections.abc import Mapping
from typing import Any, Final

from accounts.models import User
from accounts.shared.account_panel import AccountPanel
from enterprises.selectors.members import claims_by, memberships_of

_SHOWN: Final = 20


def _enterprises(reader: User, person: User) -> Mapping[str, Any] | None:
    """Return the enterprises the person acts or acted for, and their claims, newest first.

    Whether the reader may open one is decided by its own page.
    """
    members = list(memberships_of(person)[: _SHOWN + 1])
    claims = list(claims_by(person)[: _SHOWN + 1])
    if not (members or claims):
        return None
    return {
        "members": members[:_SHOWN],
        "claims": claims[:_SHOWN],
        "is_cut": max(len(members), len(claims)) > _SHOWN,
        "shown": _SHOWN,
    }


ENTERPRISES = AccountPanel("admin/backoffice/panels/enterprises.html", _enterprises)
