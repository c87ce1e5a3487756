"""What the person's own enterprises lack for a programme, as notices of a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from enterprises.models import Enterprise
from programs.messages.lacks import lack_text
from programs.models import Edition
from programs.selectors.lacks import lacks_of, own_without_nib


@dataclass(frozen=True)
class EnterpriseLacks:
    """One enterprise, its empty fields, a sentence for each, and where they are filled in."""

    enterprise: Enterprise
    fields: Sequence[str]
    texts: Sequence[str]
    url: str


def lacks_in(enterprise: Enterprise, edition: Edition, *, back: str) -> EnterpriseLacks | None:
    """Return what the enterprise lacks, None for nothing; `back` is where its profile leads to."""
    fields = lacks_of(enterprise, edition)
    if not fields:
        return None
    address = reverse("enterprise-edit", args=[enterprise.pk])
    return EnterpriseLacks(
        enterprise,
        fields,
        [lack_text(field) for field in fields],
        f"{address}?{urlencode({'lanjut': back})}#id_{fields[0]}",
    )


def own_lacks(user: object, edition: Edition, *, back: str) -> list[EnterpriseLacks]:
    """Return what the enterprises of a signed-in person lack; nothing for a visitor."""
    if not isinstance(user, User):
        return []
    found = (lacks_in(each, edition, back=back) for each in own_without_nib(user))
    return [each for each in found if each is not None]
