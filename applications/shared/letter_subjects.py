"""The applications that letters are about: their officials' pages, and who is a party to them."""

from collections.abc import Collection

from django.urls import reverse

from accounts.models import User
from applications.selectors.letters import application_id_of
from applications.selectors.queue import in_scope
from enterprises.models import Member


def file_pages(user: User, subjects: Collection[str]) -> dict[str, str]:
    """Return the addresses of the files in the person's scope by subject, in one query.

    Named in `settings.LETTER_SUBJECT_PAGES`.
    """
    keys = {key: each for each in subjects if (key := application_id_of(each)) is not None}
    files = in_scope(user).select_related(None).prefetch_related(None).order_by()
    seen = files.filter(pk__in=keys).values_list("pk", flat=True) if keys else ()
    return {keys[pk]: reverse("admin:applications_application_change", args=[pk]) for pk in seen}


def is_party(user: User, subject: str) -> bool:
    """Tell whether the person acts or acted for the enterprise whose file a letter is about.

    Named in `settings.LETTER_PARTIES`.
    """
    key = application_id_of(subject)
    found = Member.objects.filter(user=user, enterprise__applications=key)
    return key is not None and found.exists()
