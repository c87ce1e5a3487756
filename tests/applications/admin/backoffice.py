"""Officials at their desks: signing in, opening a file, pressing its buttons."""

import re
from typing import Any, Protocol

from django.test import Client

from accounts.models import User
from applications.models import Application

BACKEND = "django.contrib.auth.backends.ModelBackend"
HOME = "/admin/"


class Page(Protocol):
    """What came back, from the test client or from a view."""

    @property
    def content(self) -> Any: ...


def official_client(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def address(application: Application) -> str:
    return f"/admin/applications/application/{application.pk}/change/"


def press(user: User, application: Application, action: str, **data: Any) -> Any:
    """Posts as the file's page would, with the stage the file is in unless `stage` says other."""
    stage = data.pop("stage", application.stage.code if application.stage else "completeness")
    return official_client(user).post(
        address(application), {"action": action, "stage": stage, **data}
    )


def text_of(response: Page) -> str:
    """What a person reads: no tags, one space between words."""
    body = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", body)


def numbers_on(response: Page) -> list[str]:
    """The application numbers of a list, in its order."""
    return re.findall(r"data-open>([^<]+)<", response.content.decode())


def actions_on(response: Page) -> list[str]:
    """The transitions the page offers, in its order."""
    found = re.findall(r'name="action" value="([a-z_]+)"', response.content.decode())
    return [name for name in found if name not in ("take", "release", "take_over")]
