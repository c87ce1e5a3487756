"""Looks a kind up by its name."""

from programs.enums import Kind
from programs.kinds import exhibition, financing, mentoring, permit, training
from programs.kinds.spec import KindSpec

_SPECS: dict[str, KindSpec] = {
    each.SPEC.kind: each.SPEC for each in (financing, permit, mentoring, exhibition, training)
}


def spec_of(kind: str) -> KindSpec:
    """The declaration of `kind`; raises KeyError for a kind that does not run yet."""
    return _SPECS[Kind(kind)]


def running_kinds() -> tuple[Kind, ...]:
    """The kinds that can be applied for."""
    return tuple(Kind(name) for name in _SPECS)
