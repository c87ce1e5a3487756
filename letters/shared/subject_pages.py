"""The officials' pages of what letters are about; higher apps know them."""

from collections.abc import Callable, Collection, Mapping

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User

Pages = Callable[[User, Collection[str]], Mapping[str, str]]


def subject_pages(user: User, subjects: Collection[str]) -> dict[str, str]:
    """Return the addresses of the pages that the person may open, by subject.

    `settings.LETTER_SUBJECT_PAGES` names the functions that return them; a subject without a page
    is left out.
    """
    found: dict[str, str] = {}
    for path in settings.LETTER_SUBJECT_PAGES if subjects else ():
        pages: Pages = import_string(path)
        found.update(pages(user, subjects))
    return found
