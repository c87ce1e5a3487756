"""Files as the delivery log names them (settings.MESSAGE_SUBJECTS)."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from django.db.models import BigIntegerField
from django.urls import reverse

from accounts.models import User
from applications.selectors.queue import in_scope
from notifications.shared.subjects import Subject, SubjectSource

_LINK: Final = re.compile(r"/pengajuan/([0-9]{1,19})/")
# Longer than any number of a file.
_LONGEST: Final = 40


def _describe(reader: User, links: Collection[str]) -> Mapping[str, Subject]:
    """Return number and page of the files that the reader may see."""
    keys = {link: int(match[1]) for link in links if (match := _LINK.fullmatch(link))}
    wanted = {key for key in keys.values() if key <= BigIntegerField.MAX_BIGINT}
    if not wanted:
        return {}
    files = in_scope(reader).select_related(None).prefetch_related(None).order_by()
    numbers = dict(files.filter(pk__in=wanted).values_list("pk", "number"))
    return {
        link: Subject(numbers[key], reverse("admin:applications_application_change", args=[key]))
        for link, key in keys.items()
        if key in numbers
    }


def _find(reader: User, text: str) -> Collection[str]:
    """Return the link of the file whose whole number was typed."""
    number = text.strip().upper()
    if not number or len(number) > _LONGEST or "\0" in number:
        return []
    files = in_scope(reader).filter(number=number).order_by()
    return [f"/pengajuan/{key}/" for (key,) in files.values_list("pk")]


FILES = SubjectSource(describe=_describe, find=_find)
