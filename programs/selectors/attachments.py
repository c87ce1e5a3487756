"""Attached files."""

from django.utils.translation import gettext as _

from common.errors import NotFound
from programs.models import Application, Attachment


def attachment_of(application: Application, attachment_id: int) -> Attachment:
    """A file that is or was attached to the application; raises NotFound."""
    found = (
        application.attachments.select_related("version__scan", "version__enterprise")
        .filter(pk=attachment_id)
        .first()
    )
    if found is None:
        raise NotFound("unknown_document", _("Berkas tidak ditemukan."))
    return found
