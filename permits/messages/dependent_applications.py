"""The notices about a file that depends on a permit when the permit changes."""

from django.utils.translation import gettext as _

from applications.messages.for_members import notices_for_members
from applications.models import Application
from notifications.policies.notice import Notice
from permits.messages.notices import said_of
from permits.models import Permit


def leaning_note(permit: Permit, reason: str) -> str:
    """Return the note for officials in a file whose document has changed."""
    said = _("Dokumen %(number)s dalam berkas ini kini %(status)s. %(reason)s") % {
        "number": permit.number,
        "status": permit.get_status_display(),
        "reason": reason,
    }
    return said.strip()


def notices_of_leaning(permit: Permit, application: Application, reason: str) -> list[Notice]:
    """Return the notices to those who act for the enterprise and to the holder of the file."""
    notices = notices_for_members(application, said_of(permit, reason), key="permit.leaned")
    if application.claimed_by_id is not None and notices:
        link = f"/admin/applications/application/{application.pk}/change/"
        notices.append(Notice("permit.leaned", application.claimed_by_id, notices[0].context, link))
    return notices
