"""Business classification codes, and the way from the older edition to the newer."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from reference.enums import KbliRelation, KbliVersion
from reference.models import Kbli, KbliStep

_MOST = 50


@dataclass(frozen=True)
class Successors:
    """What became of a code of KBLI 2020; `codes` are of KBLI 2025, with titles where known."""

    relation: KbliRelation
    codes: Sequence[tuple[str, str]]
    is_verified: bool


def find_kbli(code: str, version: str) -> Kbli | None:
    """The class `code` of the edition ("2020", "2025"), or None: our lists are not complete."""
    return Kbli.objects.filter(code=code, version=version).first()


def successors(code: str) -> Successors | None:
    """What `code` of KBLI 2020 became in KBLI 2025; None where nobody has told yet."""
    mine = KbliStep.objects.filter(old=code)
    into = mine.exclude(new="").values("new")
    steps = list(KbliStep.objects.filter(Q(old=code) | Q(new__in=into)).order_by("new")[:_MOST])
    own = [step for step in steps if step.old == code]
    if not own:
        return None
    found = [step.new for step in own if step.new]
    titles = dict(
        Kbli.objects.filter(version=KbliVersion.KBLI_2025, code__in=found).values_list(
            "code", "title"
        )
    )
    return Successors(
        relation=_relation(found, shared=any(step.old not in ("", code) for step in steps)),
        codes=[(new, titles.get(new, "")) for new in found],
        is_verified=all(step.is_verified for step in own),
    )


def _relation(found: Sequence[str], *, shared: bool) -> KbliRelation:
    if not found:
        return KbliRelation.ENDED
    if len(found) > 1:
        return KbliRelation.SPLIT
    return KbliRelation.MERGED if shared else KbliRelation.ONE_TO_ONE
