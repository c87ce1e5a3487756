"""Files on the page of an enterprise (settings.ENTERPRISE_PANELS)."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from accounts.models import User
from applications.selectors.queue import in_scope
from applications.shared.office_applications import TEMPLATE, files_panel, list_address
from enterprises.models import Enterprise
from enterprises.shared.enterprise_panel import EnterprisePanel


def _files(reader: User, enterprise: Enterprise) -> Mapping[str, Any] | None:
    """Return those of its files that the reader may see."""
    own = in_scope(reader).filter(enterprise=enterprise)
    search = urlencode({"q": enterprise.nib or enterprise.name})
    return files_panel(own, all_url=list_address(search))


FILES = EnterprisePanel(TEMPLATE, _files)
