"""What lists of editions show of each: whether it is published, and from when until when."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.text.formats import date_short
from programs.messages.editions import edition_status, last_day
from programs.models import Edition


class EditionColumns:
    """Columns of a list of editions, for the list itself and for the page of a scheme."""

    @admin.display(description=_("status"))
    def status_text(self, edition: Edition) -> str:
        return edition_status(edition)

    @admin.display(description=_("berlaku sejak"))
    def first_day(self, edition: Edition) -> str:
        return date_short(edition.valid_from)

    @admin.display(description=_("berlaku sampai"))
    def last_day(self, edition: Edition) -> str:
        return last_day(edition)
