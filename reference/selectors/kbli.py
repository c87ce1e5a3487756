"""Business classification codes, and their successors in the newer edition."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from common.lists.word_search import matching_words
from reference.enums import KbliRelation, KbliVersion
from reference.models import Kbli, KbliStep

_MAX_STEPS = 50
MOST_FOUND: Final = 20
_CUT: Final = MOST_FOUND + 1


@dataclass(frozen=True)
class Successors:
    """How a code of KBLI 2020 continues; `codes` are of KBLI 2025, with titles where known."""

    relation: KbliRelation
    codes: Sequence[tuple[str, str]]
    is_verified: bool


def find_kbli(code: str, version: str) -> Kbli | None:
    """Return the class `code` of the edition ("2020", "2025"), or None: the table is incomplete."""
    return Kbli.objects.filter(code=code, version=version).first()


def kbli_by_words(text: str, version: str) -> list[Kbli]:
    """Return the classes of one edition whose title or everyday words contain every word, by code.

    At most MOST_FOUND + 1; nothing for a text that says too little to search. One query.
    """
    rows = Kbli.objects.filter(version=version).order_by("code")
    return [] if not text.strip() else list(matching_words(rows, text, "title", "words")[:_CUT])


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
