"""Notices about requests to exporters' people; texts are in templates/notifications."""

from django.urls import reverse

from enterprises.models import Member
from notifications.policies.notice import Notice
from supply.models import BuyerRequest


def opened(request: BuyerRequest, people: list[int]) -> list[Notice]:
    """Return the notices of a new request to the people of all exporters."""
    return [_notice("request.opened", request, person) for person in people]


def assigned(request: BuyerRequest, owners: list[Member], reason: str) -> list[Notice]:
    """Return the notices to the exporter's people when the office gives it a request."""
    return [_notice("request.assigned", request, each.user_id, reason) for each in owners]


def confirmed(request: BuyerRequest, owners: list[Member]) -> list[Notice]:
    """Return the notices to the exporter's people when the buyer confirms what they wrote."""
    return [_notice("request.confirmed", request, each.user_id) for each in owners]


def written(request: BuyerRequest, owners: list[Member]) -> list[Notice]:
    """Return the notices to the exporter's people when the buyer writes."""
    return [_notice("request.message", request, each.user_id) for each in owners]


def withdrawn(request: BuyerRequest, owners: list[Member]) -> list[Notice]:
    """Return the notices to the exporter's people when the buyer withdraws."""
    return [_notice("request.withdrawn", request, each.user_id) for each in owners]


def _notice(key: str, request: BuyerRequest, person: int, reason: str = "") -> Notice:
    said = {
        "company": request.company,
        "wanted": request.wanted,
        "quantity": request.quantity,
        "reason": reason,
    }
    return Notice(key, person, said, reverse("export-request", args=[request.pk]))
