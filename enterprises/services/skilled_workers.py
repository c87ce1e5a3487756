"""How many workers of an enterprise have which skill."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.edits.changes import remember_changes
from common.edits.merging import ChangedMeanwhile, merge
from common.edits.shown import FormSnapshot
from common.errors import InvalidInput
from enterprises.enums import HelperAct
from enterprises.models import Enterprise, Skill, SkilledWorkers
from enterprises.permissions import require_edit
from enterprises.services.owner_notices import tell_owner

MOST_PEOPLE: Final = 100_000


def skills_row(enterprise: Enterprise) -> str:
    """Return the name of the row that pages of the workers show."""
    return f"skills:{enterprise.pk}"


@transaction.atomic
def state_skills(
    actor: User,
    enterprise: Enterprise,
    people: Mapping[str, int | None],
    *,
    shown: FormSnapshot | None = None,
) -> None:
    """State how many people have each skill, by its code, as of today; none removes the row.

    Locks the enterprise. Raises NotPermitted, InvalidInput (`unknown_skill`, `out_of_range`),
    ChangedMeanwhile; then nothing is written.
    """
    require_edit(actor, enterprise)
    skills = {skill.code: skill for skill in Skill.objects.filter(code__in=people)}
    _check(people, skills)
    Enterprise.objects.select_for_update(no_key=True).only("pk").get(pk=enterprise.pk)
    before = skills_now(enterprise)
    submitted: dict[str, Any] = {code: count or None for code, count in people.items()}
    if shown is not None:
        merged = merge(shown, current=before, submitted=submitted)
        if merged.conflicts:
            raise ChangedMeanwhile(merged)
        submitted = dict(merged.written)
    rows = SkilledWorkers.objects.filter(enterprise=enterprise)
    rows.filter(skill__code__in=[code for code, count in submitted.items() if not count]).delete()
    SkilledWorkers.objects.bulk_create(
        [
            SkilledWorkers(
                enterprise=enterprise,
                skill=skills[code],
                people=count,
                as_of=clock.today(),
                stated_by=actor,
            )
            for code, count in submitted.items()
            if count
        ],
        update_conflicts=True,
        unique_fields=["enterprise", "skill"],
        update_fields=["people", "as_of", "stated_by"],
    )
    remember_changes(skills_row(enterprise), before=before, after=submitted, by=actor.pk)
    tell_owner(actor, enterprise, HelperAct.SKILLS_STATED)


def skills_now(enterprise: Enterprise) -> dict[str, int]:
    """Return how many people have which skill, by its code."""
    rows = SkilledWorkers.objects.filter(enterprise=enterprise)
    return dict(rows.values_list("skill__code", "people"))


def _check(people: Mapping[str, int | None], skills: Mapping[str, Skill]) -> None:
    for code, count in people.items():
        if code not in skills:
            raise InvalidInput("unknown_skill", _("Pilih keterampilan dari daftar."), field=code)
        if isinstance(count, bool) or not 0 <= (count or 0) <= MOST_PEOPLE:
            text = _("Isi jumlah orang, paling banyak %(most)s.") % {"most": MOST_PEOPLE}
            raise InvalidInput("out_of_range", text, field=code)
