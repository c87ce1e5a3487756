"""From which week of an order a machine or a training adds pieces. Pure."""

from datetime import date, timedelta


def ready_from(lead_weeks: int, *, today: date, first_week: date, makes_from: date) -> int:
    """Return the week (from 1) in which it first adds pieces, were it decided today.

    The weeks that it takes are whole ones after this week; nothing is made before `makes_from`. May
    be after the order.
    """
    monday = today - timedelta(days=today.weekday())
    ready = max(monday + timedelta(weeks=lead_weeks + 1), makes_from, first_week)
    return (ready - first_week).days // 7 + 1
