"""The back office in tests: signing in, opening an application, pressing its buttons."""

import re
from datetime import UTC, datetime
from typing import Any, Protocol

import time_machine

from accounts.models import User
from applications.models import Application
from programs.enums import State
from tests.clients import web_client
from tests.factories.programs import cast_of, make_application

BACKEND = "django.contrib.auth.backends.ModelBackend"
HOME = "/admin/"
LIST = "/admin/applications/application/"


class Page(Protocol):
    """A response of the test client or of a view."""

    @property
    def content(self) -> Any: ...


def address(application: Application) -> str:
    return f"{LIST}{application.pk}/change/"


def on(day: int) -> datetime:
    """Return ten in the morning in Jakarta on a day of November 2026."""
    return datetime(2026, 11, day, 3, tzinfo=UTC)


def sent(day: int, regency: str = "35.78", **enterprise: str) -> Application:
    """Return an application that was submitted on a day of November 2026."""
    with time_machine.travel(on(day), tick=True):
        return make_application(cast_of(regency, **enterprise), state=State.SUBMITTED)


def press(user: User, application: Application, action: str, **data: Any) -> Any:
    """Post as the file's page would, with the present stage unless `stage` names another."""
    stage = data.pop("stage", application.stage.code if application.stage else "completeness")
    return web_client(user).post(address(application), {"action": action, "stage": stage, **data})


def text_of(response: Page) -> str:
    """Return what a person reads: no tags, one space between words."""
    return words_of(response.content.decode())


def words_of(body: str) -> str:
    """Return what a person reads of a part of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def numbers_on(response: Page) -> list[str]:
    """Return the application numbers of a list, in its order."""
    return re.findall(r"data-open>([^<]+)<", response.content.decode())


def actions_on(response: Page) -> list[str]:
    """Return the transitions the page offers, in its order."""
    actions = re.findall(r'name="action" value="([a-z_]+)"', response.content.decode())
    return [name for name in actions if name not in ("take", "release", "take_over", "hand_over")]
