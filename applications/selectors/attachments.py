"""Attached files."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from applications.models import Application, Attachment
from common.errors import NotFound


def current_attachments(application: Application) -> QuerySet[Attachment]:
    """Return the attachments that were not removed, by requirement."""
    return with_versions(application.attachments.filter(removed_at__isnull=True))


def with_versions(attachments: QuerySet[Attachment]) -> QuerySet[Attachment]:
    """Load what pages show of each file, without its picture; ordered by requirement."""
    return (
        attachments.select_related("version__scan", "version__preview", "version__original")
        .defer("version__preview__picture")
        .order_by("requirement", "id")
    )


def current_by_requirement(application: Application) -> dict[str, list[Attachment]]:
    """Return the attachments that were not removed, by the code of their requirement."""
    attached: dict[str, list[Attachment]] = {}
    for item in current_attachments(application):
        attached.setdefault(item.requirement, []).append(item)
    return attached


def attachments_by_requirement(application: Application) -> list[tuple[str, list[Attachment]]]:
    """Return the label of every requirement of the edition, in its order, and what is attached."""
    attached = current_by_requirement(application)
    return [
        (requirement.label, attached.get(requirement.code, []))
        for requirement in application.edition.requirements.all()
    ]


def attachment_of(application: Application, attachment_id: int) -> Attachment:
    """Return a file that is or was attached to the application; raises NotFound."""
    attachment = (
        application.attachments.select_related(
            "version__scan", "version__original", "version__enterprise"
        )
        .filter(pk=attachment_id)
        .first()
    )
    if attachment is None:
        raise NotFound("unknown_document", _("Berkas tidak ditemukan."))
    return attachment
