"""Hiding small cells: a number below five would reveal single people and firms.

Such a report has no filters, so that nobody can derive a hidden number from the difference of two
reports.
"""

from typing import Final

from django.db.models import Case, F, IntegerField, Value, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from reports.selectors.cells import choice_of, safe

FEWEST: Final = 5


def unless_few(name: str) -> Combinable:
    """Return the cell, or null where `counted` of its row is fewer than five."""
    return Case(When(counted__gte=FEWEST, then=F(name)), output_field=IntegerField())


def note_of_few() -> Combinable:
    """Return why the cells of a row are empty, by its `counted`; an empty text where none is."""
    hidden = _("kurang dari %(fewest)s, tidak ditampilkan") % {"fewest": FEWEST}
    small = When(counted__lt=FEWEST, then=safe(Value(hidden)))
    return choice_of(small, otherwise=safe(Value("")))
