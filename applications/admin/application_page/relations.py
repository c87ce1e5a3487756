"""What an application relates to: its enterprise, the enterprise's other files, its people."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import User
from accounts.shared.person_page import person_url
from applications.models import Application
from applications.selectors.queue import in_scope
from applications.shared.office_applications import list_address
from common.lists.counting import capped_count, counted
from enterprises.models import Enterprise
from enterprises.permissions import covers
from enterprises.selectors.members import acting_people

MOST_PEOPLE = 20


@dataclass(frozen=True)
class RelatedPerson:
    """Someone who acts for the enterprise; `url` is empty where the reader may not open it."""

    name: str
    role: str
    url: str


@dataclass(frozen=True)
class Relations:
    """Links from an application; `enterprise_url` is empty outside the reader's register."""

    enterprise_url: str
    files: str
    files_url: str
    people: Sequence[RelatedPerson]


def relations_of(user: User, application: Application) -> Relations:
    """Return what is related to the application and within the reader's scope: two queries."""
    enterprise = application.enterprise
    files = in_scope(user).filter(enterprise=enterprise)
    return Relations(
        enterprise_url=_enterprise_url(user, enterprise),
        files=counted(capped_count(files)),
        files_url=list_address(urlencode({"q": enterprise.nib or enterprise.name})),
        people=[
            RelatedPerson(
                str(member.user), member.get_role_display(), person_url(user, member.user_id)
            )
            for member in acting_people(enterprise)[:MOST_PEOPLE]
        ],
    )


def _enterprise_url(user: User, enterprise: Enterprise) -> str:
    if not (user.is_superuser or covers(user, enterprise.regency_id)):
        return ""
    return reverse("admin:enterprises_enterprise_change", args=[enterprise.pk])
