"""The kinds of programme that this installation runs, by their code."""

from collections.abc import Iterable, Mapping
from importlib import import_module

from programs.kinds.declaration import KindDeclaration, Sentence
from programs.policies.answers import AnswerShape
from programs.policies.facts import ENTERPRISE_SHAPES
from programs.policies.rulevalues import COMMON_LIST_KEYS

_KINDS: dict[str, KindDeclaration] = {}


def declarations(apps: Iterable[str]) -> list[KindDeclaration]:
    """Import what each kind app declares; needs no database and no loaded apps."""
    return [import_module(f"{app}.kind").KIND for app in apps]


def register(kind: KindDeclaration) -> None:
    """Add a kind; raises ValueError where a code of it is another kind's already."""
    for other in _KINDS.values():
        for name in ("sentences", "fact_shapes"):
            clash = {*getattr(kind, name)} & {*getattr(other, name)}
            if clash and other.code != kind.code:
                raise ValueError(f"{kind.code} and {other.code} both declare {sorted(clash)}")
    _KINDS[kind.code] = kind


def kind_of(code: str) -> KindDeclaration:
    """Return the declaration of kind `code`; raises KeyError for one that nobody declares."""
    return _KINDS[code]


def require_declared(code: str, outcome: str) -> None:
    """Raise ValueError for a kind, or an outcome of it, that nobody declares."""
    try:
        kind_of(code).outcome_type(outcome)
    except KeyError as error:
        raise ValueError(f"no kind declares {error}") from error


def kinds() -> tuple[KindDeclaration, ...]:
    """Return every kind, in the order of PROGRAM_KINDS."""
    return tuple(_KINDS.values())


def list_keys() -> frozenset[str]:
    """Return the rule keys, of any kind, whose value is a list of codes."""
    return COMMON_LIST_KEYS.union(*(kind.list_keys for kind in kinds()))


def fact_shapes() -> Mapping[str, AnswerShape]:
    """Return what each fact that can be given may be: of the enterprise, then of each kind."""
    found = dict(ENTERPRISE_SHAPES)
    for kind in kinds():
        found |= kind.fact_shapes
    return found


def sentence_of(code: str) -> Sentence | None:
    """Return the sentence that some kind declares for violation `code`, or None."""
    return next((kind.sentences[code] for kind in kinds() if code in kind.sentences), None)


def code_name(code: str) -> str | None:
    """Return what some kind calls `code` of its lists, or None."""
    return next((kind.code_names[code] for kind in kinds() if code in kind.code_names), None)
