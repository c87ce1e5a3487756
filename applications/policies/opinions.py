"""What the direction of a recommendation means for the decision. Pure."""

from collections.abc import Mapping

from programs.enums import Opinion, Transition

_LIKELY: Mapping[str, Transition] = {
    Opinion.POSITIVE: Transition.APPROVE,
    Opinion.CONDITIONAL: Transition.APPROVE,
    Opinion.NEGATIVE: Transition.REJECT,
}
_AGAINST = frozenset(
    {(Transition.APPROVE, Opinion.NEGATIVE), (Transition.REJECT, Opinion.POSITIVE)}
)


def is_against(transition: str, opinion: str) -> bool:
    """Tell whether the decision contradicts the opinion; no decision contradicts a conditional."""
    return (transition, opinion) in _AGAINST


def likely_decision(opinion: str) -> str:
    """Return the decision that the opinion leads to; empty for a recommendation without one."""
    return str(_LIKELY.get(opinion, ""))
