"""Enterprises as the delivery log names them (settings.MESSAGE_SUBJECTS)."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from django.db.models import BigIntegerField
from django.urls import reverse

from accounts.models import User
from common.lists.word_search import as_one_number
from enterprises.selectors.enterprises import NIB_DIGITS, register_of
from notifications.shared.subjects import Subject, SubjectSource

_LINK: Final = re.compile(r"/usaha/([0-9]{1,19})/(?:orang/)?")


def _describe(reader: User, links: Collection[str]) -> Mapping[str, Subject]:
    """Return name and page of the enterprises in the reader's register."""
    keys = {link: int(match[1]) for link in links if (match := _LINK.fullmatch(link))}
    wanted = {key for key in keys.values() if key <= BigIntegerField.MAX_BIGINT}
    if not wanted:
        return {}
    own = register_of(reader).order_by().filter(pk__in=wanted)
    names = dict(own.values_list("pk", "name"))
    return {
        link: Subject(names[key], reverse("admin:enterprises_enterprise_change", args=[key]))
        for link, key in keys.items()
        if key in names
    }


def _find(reader: User, text: str) -> Collection[str]:
    """Return the links to the enterprise whose NIB was typed."""
    nib = as_one_number(text, NIB_DIGITS)
    if not nib:
        return []
    own = register_of(reader).order_by().filter(nib=nib)
    keys = [key for (key,) in own.values_list("pk")]
    return [f"/usaha/{key}/{page}" for key in keys for page in ("", "orang/")]


ENTERPRISES = SubjectSource(describe=_describe, find=_find)
