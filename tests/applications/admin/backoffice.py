"""The back office in tests: signing in, opening an application, pressing its buttons."""

import re
from typing import Any, Protocol

from django.test import Client

from accounts.models import User
from applications.models import Application

BACKEND = "django.contrib.auth.backends.ModelBackend"
HOME = "/admin/"


class Page(Protocol):
    """A response of the test client or of a view."""

    @property
    def content(self) -> Any: ...


def web_client(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def address(application: Application) -> str:
    return f"/admin/applications/application/{application.pk}/change/"


def press(user: User, application: Application, action: str, **data: Any) -> Any:
    """Post as the file's page would, with the present stage unless `stage` names another."""
    stage = data.pop("stage", application.stage.code if application.stage else "completeness")
    return web_client(user).post(address(application), {"action": action, "stage": stage, **data})


def text_of(response: Page) -> str:
    """Return what a person reads: no tags, one space between words."""
    body = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", body)


def numbers_on(response: Page) -> list[str]:
    """Return the application numbers of a list, in its order."""
    return re.findall(r"data-open>([^<]+)<", response.content.decode())


def actions_on(response: Page) -> list[str]:
    """Return the transitions the page offers, in its order."""
    actions = re.findall(r'name="action" value="([a-z_]+)"', response.content.decode())
    return [name for name in actions if name not in ("take", "release", "take_over", "hand_over")]
