"""The status and the last day of an edition as text."""

from django.utils.translation import gettext as _

from common.text.formats import date_short
from programs.models import Edition


def edition_status(edition: Edition) -> str:
    """Return whether the edition is published or a draft."""
    return _("diterbitkan") if edition.is_published else _("rancangan")


def last_day(edition: Edition) -> str:
    """Return the last day of the edition, or that it has none."""
    return date_short(edition.valid_to) if edition.valid_to else _("seterusnya")
