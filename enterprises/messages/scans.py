"""Telling people that a file of theirs is dangerous."""

from enterprises.models import DocumentVersion, Member
from notifications.services.outbox import enqueue


def announce_infected(version: DocumentVersion) -> None:
    """One message per person acting for the enterprise, in the caller's transaction."""
    members = Member.objects.filter(enterprise_id=version.enterprise_id, until__isnull=True)
    for member in members.select_related("user").order_by("user_id"):
        enqueue(
            key="document.infected",
            recipient=member.user,
            context={"enterprise": version.enterprise.name, "filename": version.filename},
            link="/pengajuan/",
        )
