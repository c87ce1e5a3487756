"""What a message is about: apps above name their own objects (settings.MESSAGE_SUBJECTS).

A message knows its `link`, a path of the portal, and nothing else of the object. An app that sends
messages about its objects turns such paths into a label and an address for officials, and what an
official types into paths.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User


@dataclass(frozen=True)
class Subject:
    """An object as officials know it, such as the number of a file, and where they read it."""

    label: str
    address: str


@dataclass(frozen=True)
class SubjectSource:
    """The objects of one app.

    `describe` returns the subjects of those links that are its own and that the reader may see, in
    a fixed number of queries; `find` returns the links of the objects that a text names exactly.
    """

    describe: Callable[[User, Collection[str]], Mapping[str, Subject]]
    find: Callable[[User, str], Collection[str]]


@cache
def subject_sources() -> tuple[SubjectSource, ...]:
    """Return the sources in the order of settings."""
    return tuple(import_string(path) for path in settings.MESSAGE_SUBJECTS)


def subjects_of(reader: User, links: Collection[str]) -> dict[str, Subject]:
    """Return the subject of each link that has one."""
    wanted = {link for link in links if link}
    found: dict[str, Subject] = {}
    for source in subject_sources():
        found |= source.describe(reader, wanted)
    return found


def links_named(reader: User, text: str) -> set[str]:
    """Return the links of the objects that `text` names, such as a file by its number."""
    return {link for source in subject_sources() for link in source.find(reader, text)}
