"""Exporters of record, pooled capacity, and requests of buyers."""

from supply.models.pooled_capacity import PooledCapacity
from supply.models.request import BuyerRequest, RequestDelivery
from supply.models.request_event import RequestEvent
from supply.models.request_file import RequestFile
from supply.models.request_message import RequestMessage
from supply.models.standing import ExporterStanding
from supply.models.standing_reminder import StandingReminder

__all__ = [
    "BuyerRequest",
    "ExporterStanding",
    "PooledCapacity",
    "RequestDelivery",
    "RequestEvent",
    "RequestFile",
    "RequestMessage",
    "StandingReminder",
]
