"""Skills of the trades, and who has them in an enterprise."""

from collections.abc import Collection

from django.db.models import QuerySet

from enterprises.models import Skill, SkilledWorkers


def all_skills() -> QuerySet[Skill]:
    """Return every skill, by sector and name."""
    return Skill.objects.order_by("sector", "name_id")


def workers_of(enterprises: Collection[int]) -> QuerySet[SkilledWorkers]:
    """Return the skilled workers of these enterprises, the most first."""
    workers = SkilledWorkers.objects.filter(enterprise__in=enterprises).select_related("skill")
    return workers.order_by("enterprise_id", "-people", "skill__name_id")
