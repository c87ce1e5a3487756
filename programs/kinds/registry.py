"""The kinds of programme that this installation runs, by their code."""

from collections.abc import Iterable, Mapping
from importlib import import_module

from programs.kinds.declaration import KindDeclaration, OutcomeType, Sentence
from programs.policies.answers import AnswerShape
from programs.policies.facts import ENTERPRISE_SHAPES
from programs.policies.rule_values import COMMON_LIST_KEYS

# Mappings of a declaration that are looked up without knowing the kind.
_NAMES = ("sentences", "fact_shapes", "code_names", "unit_names", "fact_labels")
_KINDS: dict[str, KindDeclaration] = {}


def declarations(apps: Iterable[str]) -> list[KindDeclaration]:
    """Import the declaration of each kind app; needs no database and no loaded apps."""
    return [import_module(f"{app}.kind").KIND for app in apps]


def register(kind: KindDeclaration) -> None:
    """Add a kind; raises ValueError when another kind already has its code or one of its names."""
    for other in _KINDS.values():
        if other is kind:
            continue
        for name in _NAMES:
            clash = {*getattr(kind, name)} & {*getattr(other, name)}
            if clash:
                raise ValueError(f"{kind.code} and {other.code} both declare {sorted(clash)}")
        if other.code == kind.code:
            raise ValueError(f"two kinds have the code {kind.code}")
    _KINDS[kind.code] = kind


def kind_of(code: str) -> KindDeclaration:
    """Return the declaration of kind `code`; raises KeyError for an undeclared one."""
    return _KINDS[code]


def passes_on(code: str, outcome: str) -> bool:
    """Tell whether the office passes an approved application on to the scheme's partner."""
    return kind_of(code).outcome_type(outcome).passes_on


def outcome_type_of(code: str, outcome: str) -> OutcomeType:
    """Return the type of outcome of a scheme's kind."""
    return kind_of(code).outcome_type(outcome)


def require_declared(code: str, outcome: str, document_kind: str = "") -> None:
    """Raise ValueError for an undeclared kind, or an outcome that the kind does not declare.

    Also for a kind of document where the outcome produces none.
    """
    try:
        declared = kind_of(code).outcome_type(outcome)
    except KeyError as error:
        raise ValueError(f"no kind declares {error}") from error
    if document_kind and not declared.brings_document:
        raise ValueError(f"{code}, {outcome} brings no document about, not {document_kind}")


def kinds() -> tuple[KindDeclaration, ...]:
    """Return every kind, in the order of PROGRAM_KINDS."""
    return tuple(_KINDS.values())


def list_keys() -> frozenset[str]:
    """Return the rule keys, of any kind, whose value is a list of codes."""
    return COMMON_LIST_KEYS.union(*(kind.list_keys for kind in kinds()))


def fact_shapes() -> Mapping[str, AnswerShape]:
    """Return the shape of every known fact: those of the enterprise, then those of each kind."""
    found = dict(ENTERPRISE_SHAPES)
    for kind in kinds():
        found |= kind.fact_shapes
    return found


def sentence_of(code: str) -> Sentence | None:
    """Return the sentence that a kind declares for violation `code`, or None."""
    return next((kind.sentences[code] for kind in kinds() if code in kind.sentences), None)


def code_name(code: str) -> str | None:
    """Return the display name that a kind declares for the list code `code`, or None."""
    return _declared("code_names", code)


def unit_name(unit: str) -> str | None:
    """Return the display name that a kind declares for the unit of a figure, or None."""
    return _declared("unit_names", unit)


def fact_label(fact: str) -> str | None:
    """Return the label that a kind declares for a fact, or None."""
    return _declared("fact_labels", fact)


def _declared(names: str, code: str) -> str | None:
    declared: list[Mapping[str, str]] = [getattr(kind, names) for kind in kinds()]
    return next((each[code] for each in declared if code in each), None)
