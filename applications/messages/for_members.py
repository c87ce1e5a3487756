"""What a message about an application says of it, and who reads it."""

from collections.abc import Mapping

from applications.models import Application
from enterprises.models import Member
from notifications.policies.notice import Notice
from programs.kinds.registry import kind_of


def notices_for_members(
    application: Application, said: Mapping[str, object], *, key: str
) -> list[Notice]:
    """Return message `key` to everyone who acts for the enterprise, with a link to the page.

    The context names the application, its scheme and the enterprise, besides what `said` has.
    """
    context = {
        "number": application.number,
        "scheme_id": application.scheme.name_id,
        "scheme_en": application.scheme.name_en,
        "request_word": kind_of(application.scheme.kind).request_word,
        "enterprise": application.enterprise.name,
        **said,
    }
    members = Member.objects.acting().filter(enterprise_id=application.enterprise_id)
    link = f"/pengajuan/{application.pk}/"
    return [
        Notice(key, person, context, link)
        for person in members.order_by("user_id").values_list("user_id", flat=True)
    ]
