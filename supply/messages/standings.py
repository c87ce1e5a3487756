"""The notices about the standing of exporters; texts are in templates/notifications."""

from dataclasses import replace

from django.urls import reverse

from enterprises.models import Enterprise
from enterprises.selectors.members import owners_of
from notifications.policies.notice import Notice
from supply.models import ExporterStanding

_MOST = 20
# Requests of former exporters, among the states by which officials list requests.
LEFT = "ditinggal"


def granted(standing: ExporterStanding) -> list[Notice]:
    """Return the notices of the grant to the exporter's people."""
    return _to_owners(standing, "exporter.granted")


def ended(standing: ExporterStanding) -> list[Notice]:
    """Return the notices of the end to the exporter's people."""
    # Who is exporter no longer still reads its orders, but not the requests.
    has_orders = standing.enterprise.export_orders.exists()
    link = reverse("export-orders" if has_orders else "enterprises")
    return [replace(each, link=link) for each in _to_owners(standing, "exporter.ended")]


def ends_soon(standing: ExporterStanding, *, open_orders: int) -> list[Notice]:
    """Return what the exporter's people hear before the last day: what ends with it."""
    notices = _to_owners(standing, "exporter.ends_soon")
    return [replace(each, context={**each.context, "orders": open_orders}) for each in notices]


def left_requests_notices(exporter: Enterprise, count: int, people: list[int]) -> list[Notice]:
    """Return what officials of the province hear of requests that a former exporter had taken."""
    said = {"exporter": exporter.name, "count": count}
    link = f"{reverse('admin:supply_requests')}?keadaan={LEFT}"
    return [Notice("request.left", person, said, link) for person in people]


def _to_owners(standing: ExporterStanding, key: str) -> list[Notice]:
    said = {
        "enterprise": standing.enterprise.name,
        "expires_on": standing.expires_on.isoformat(),
        "reason": standing.end_reason,
    }
    link = reverse("export-requests")
    owners = owners_of(standing.enterprise)[:_MOST]
    return [Notice(key, owner.user_id, said, link) for owner in owners]
