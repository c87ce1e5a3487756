"""The rules in the admin: schemes, editions and the rows still to be verified."""

from programs.admin import sourced
from programs.admin.edition import page as edition_page
from programs.admin.scheme import page as scheme_page

__all__ = ["edition_page", "scheme_page", "sourced"]
