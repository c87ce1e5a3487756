"""The parts that higher apps add to a page of the admin, named in a setting."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.utils.module_loading import import_string

Reader = TypeVar("Reader")
Subject = TypeVar("Subject")


@dataclass(frozen=True)
class Panel(Generic[Reader, Subject]):
    """What another app knows about the subject of a page.

    `context` receives the reader and the subject, and returns what `template` shows as `panel`, or
    None where there is nothing to show. It is bounded: a long list ends with a link.
    """

    template: str
    context: Callable[[Reader, Subject], Mapping[str, Any] | None]


def filled_panels(
    paths: Iterable[str], reader: Reader, subject: Subject
) -> list[tuple[str, Mapping[str, Any]]]:
    """Return template and content of each panel that has something to show, in their order."""
    panels: list[Panel[Reader, Subject]] = [import_string(path) for path in paths]
    filled = [(panel.template, panel.context(reader, subject)) for panel in panels]
    return [(template, content) for template, content in filled if content is not None]
