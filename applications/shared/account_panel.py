"""Files on the page of a person (settings.ACCOUNT_PANELS)."""

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from accounts.shared.account_panel import AccountPanel
from applications.selectors.queue import in_scope
from applications.shared.office_applications import TEMPLATE, files_panel
from enterprises.selectors.members import enterprises_of


def _files(reader: User, person: User) -> Mapping[str, Any] | None:
    """Return files of the enterprises that the person acts for, where the reader may see them."""
    own = in_scope(reader).filter(enterprise__in=enterprises_of(person))
    return files_panel(own, with_enterprise=True)


FILES = AccountPanel(TEMPLATE, _files)
