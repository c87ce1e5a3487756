"""Names of members in a sentence: the first ones, and how many more there are."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from common.text.formats import number

_MOST_NAMED: Final = 20


def some_names(names: Sequence[str]) -> str:
    """Return the first twenty names, and a count of the others."""
    said = ", ".join(names[:_MOST_NAMED])
    more = len(names) - _MOST_NAMED
    if more <= 0:
        return said
    return _("%(names)s dan %(count)s lagi") % {"names": said, "count": number(more)}
