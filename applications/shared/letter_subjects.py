"""The applications that letters are about: officials' pages, parties, and holders."""

from collections.abc import Collection

from django.urls import reverse

from accounts.models import User
from applications.models import Application
from applications.selectors.letters import application_id_of
from applications.selectors.queue import in_scope
from enterprises.models import Member
from enterprises.selectors.openings import holder_of


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


def holder_key(subject: str) -> str:
    """Return the key of the enterprise of the file in the security log; '' where it has none.

    Named in `settings.LETTER_HOLDERS`.
    """
    application_id = application_id_of(subject)
    if application_id is None:
        return ""
    files = Application.objects.filter(pk=application_id)
    key = files.values_list("enterprise_id", flat=True).first()
    return holder_of(key) if key is not None else ""
