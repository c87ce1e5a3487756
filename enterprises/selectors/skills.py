"""Skills of the trades, and who has them in an enterprise."""

from collections.abc import Collection

from django.db.models import QuerySet

from enterprises.models import Enterprise, Skill, SkilledWorkers


def all_skills() -> QuerySet[Skill]:
    """Return every skill, by sector and name."""
    return Skill.objects.order_by("sector", "name_id")


def skilled_workers_of(enterprise: Enterprise) -> QuerySet[SkilledWorkers]:
    """Return how many workers of the enterprise have which skill, the most first."""
    workers = SkilledWorkers.objects.filter(enterprise=enterprise).select_related("skill")
    return workers.order_by("-people", "skill__name_id")


def workers_of(enterprises: Collection[int]) -> QuerySet[SkilledWorkers]:
    """Return the skilled workers of these enterprises, the most first."""
    workers = SkilledWorkers.objects.filter(enterprise__in=enterprises).select_related("skill")
    return workers.order_by("enterprise_id", "-people", "skill__name_id")
