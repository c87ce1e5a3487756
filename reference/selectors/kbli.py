"""Business classification codes, and their successors in the newer edition."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from reference.enums import KbliRelation, KbliVersion
from reference.models import Kbli, KbliStep

_MAX_STEPS = 50


@dataclass(frozen=True)
class Successors:
    """How a code of KBLI 2020 continues; `codes` are of KBLI 2025, with titles where known."""

    relation: KbliRelation
    codes: Sequence[tuple[str, str]]
    is_verified: bool


def find_kbli(code: str, version: str) -> Kbli | None:
    """Return the class `code` of the edition ("2020", "2025"), or None: the table is incomplete."""
    return Kbli.objects.filter(code=code, version=version).first()


def successors(code: str) -> Successors | None:
    """Return how `code` of KBLI 2020 continues in KBLI 2025, or None when that is not known."""
    targets = KbliStep.objects.filter(old=code).exclude(new="").values("new")
    steps = list(
        KbliStep.objects.filter(Q(old=code) | Q(new__in=targets)).order_by("new")[:_MAX_STEPS]
    )
    own = [step for step in steps if step.old == code]
    if not own:
        return None
    new_codes = [step.new for step in own if step.new]
    titles = dict(
        Kbli.objects.filter(version=KbliVersion.KBLI_2025, code__in=new_codes).values_list(
            "code", "title"
        )
    )
    return Successors(
        relation=_relation(new_codes, is_shared=any(step.old not in ("", code) for step in steps)),
        codes=[(new, titles.get(new, "")) for new in new_codes],
        is_verified=all(step.is_verified for step in own),
    )


def _relation(new_codes: Sequence[str], *, is_shared: bool) -> KbliRelation:
    if not new_codes:
        return KbliRelation.ENDED
    if len(new_codes) > 1:
        return KbliRelation.SPLIT
    return KbliRelation.MERGED if is_shared else KbliRelation.ONE_TO_ONE
