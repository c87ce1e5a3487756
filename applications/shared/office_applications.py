"""Files on the officials' pages of a person and of an enterprise: the newest, and how many."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from applications.models import Application
from applications.selectors.state_labels import application_state_label
from applications.shared.state_tags import office_tag_style
from common.lists.counting import capped_count, counted

TEMPLATE: Final = "admin/backoffice/panels/files.html"
_SHOWN: Final = 20


@dataclass(frozen=True)
class FileLine:
    """One file in a panel."""

    number: str
    url: str
    scheme: str
    enterprise: str
    state: str
    style: str
    submitted_at: datetime | None


def files_panel(
    files: QuerySet[Application], *, all_url: str = "", with_enterprise: bool = False
) -> Mapping[str, Any] | None:
    """Return the newest of `files` for the panel, with a link to all of them; None for no file."""
    newest = files.prefetch_related("edition__outcome_words").order_by("-id")
    lines = [_line(each) for each in newest[:_SHOWN]]
    if not lines:
        return None
    is_cut = len(lines) == _SHOWN
    return {
        "lines": lines,
        "count": counted(capped_count(files)) if is_cut else counted(len(lines)),
        "all_url": all_url if is_cut else "",
        "with_enterprise": with_enterprise,
    }


def list_address(query: str) -> str:
    """Return the address of the list of all files with a search."""
    return f"{reverse('admin:applications_application_changelist')}?{query}"


def _line(file: Application) -> FileLine:
    return FileLine(
        number=file.number,
        url=reverse("admin:applications_application_change", args=[file.pk]),
        scheme=file.scheme.name,
        enterprise=file.enterprise.name,
        state=application_state_label(file),
        style=office_tag_style(file.state),
        submitted_at=file.submitted_at,
    )
