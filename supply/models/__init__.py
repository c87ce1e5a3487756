"""Exporters of record, pooled capacity, requests of buyers, and orders with their letters."""

from supply.models.commitment import Commitment
from supply.models.grade import MemberGrade
from supply.models.invitation import Invitation
from supply.models.order import Order, OrderDelivery
from supply.models.order_costs import OrderCost
from supply.models.order_hub import OrderHub
from supply.models.order_measure import OrderMeasure
from supply.models.order_sample import OrderSample
from supply.models.order_specification import OrderSpecification
from supply.models.plan_run import PlanRun
from supply.models.pooled_capacity import PooledCapacity
from supply.models.quote import Quote
from supply.models.request import BuyerRequest, RequestDelivery
from supply.models.request_event import RequestEvent
from supply.models.request_file import RequestFile
from supply.models.request_message import RequestMessage
from supply.models.standing import ExporterStanding
from supply.models.standing_reminder import StandingReminder

__all__ = [
    "BuyerRequest",
    "Commitment",
    "ExporterStanding",
    "Invitation",
    "MemberGrade",
    "Order",
    "OrderCost",
    "OrderDelivery",
    "OrderHub",
    "OrderMeasure",
    "OrderSample",
    "OrderSpecification",
    "PlanRun",
    "PooledCapacity",
    "Quote",
    "RequestDelivery",
    "RequestEvent",
    "RequestFile",
    "RequestMessage",
    "StandingReminder",
]
