"""The notices about the standing of exporters; texts are in templates/notifications."""

from django.urls import reverse

from enterprises.selectors.members import owners_of
from notifications.policies.notice import Notice
from supply.models import ExporterStanding

_MOST = 20


def granted(standing: ExporterStanding) -> list[Notice]:
    """Return what the exporter's people hear of the grant."""
    return _to_owners(standing, "exporter.granted")


def ended(standing: ExporterStanding) -> list[Notice]:
    """Return what the exporter's people hear of the end."""
    return _to_owners(standing, "exporter.ended")


def ends_soon(standing: ExporterStanding) -> list[Notice]:
    """Return what the exporter's people hear before the last day."""
    return _to_owners(standing, "exporter.ends_soon")


def _to_owners(standing: ExporterStanding, key: str) -> list[Notice]:
    said = {
        "enterprise": standing.enterprise.name,
        "expires_on": standing.expires_on.isoformat(),
        "reason": standing.end_reason,
    }
    link = reverse("export-requests")
    owners = owners_of(standing.enterprise)[:_MOST]
    return [Notice(key, owner.user_id, said, link) for owner in owners]
