"""How a verdict is reached: from facts and dated rules to all violations and missing facts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from programs.enums import Outcome, Severity


@dataclass(frozen=True)
class RuleRow:
    """One figure of an edition, for the policies.

    `legal_basis` and `article` say where the figure should be found; for an unverified row nobody
    has read them, and `source` is where it was found.
    """

    key: str
    value: Any
    unit: str = ""
    legal_basis: str = ""
    article: str = ""
    verified: bool = False
    source: str = ""


class RuleBook:
    """The rules of one edition in one region."""

    def __init__(self, rows: Sequence[RuleRow]) -> None:
        self._rows = {row.key: row for row in rows}

    def get(self, key: str) -> RuleRow | None:
        """Return the row `key`, or None where the edition has no such rule or leaves it empty."""
        row = self._rows.get(key)
        return row if row is not None and row.value is not None else None

    def value(self, key: str) -> Any:
        """Return the value of `key`, or None."""
        row = self.get(key)
        return row.value if row else None


@dataclass(frozen=True)
class Violation:
    """A rule that the facts violate; `params` fill the message of `code`.

    `verified` says whether the underlying figure is verified. Only then does it have a legal basis;
    `source` is where the figure was found, `regulation` the one that an official has to read for
    it, whether or not anyone has.
    """

    code: str
    severity: Severity
    params: Mapping[str, Any] = field(default_factory=dict)
    legal_basis: str = ""
    article: str = ""
    verified: bool = True
    source: str = ""
    regulation: str = ""


@dataclass(frozen=True)
class Verdict:
    """All violations, and the facts without which there is no verdict.

    `eligible` is None while a needed fact is absent, False when a violation blocks, else True.
    """

    violations: tuple[Violation, ...]
    missing: tuple[str, ...]

    @property
    def eligible(self) -> bool | None:
        if self.missing:
            return None
        return not self.blocking

    @property
    def outcome(self) -> Outcome:
        """The result: with notes where something is violated that does not block."""
        if self.missing:
            return Outcome.UNKNOWN
        if self.blocking:
            return Outcome.NOT_ELIGIBLE
        return Outcome.WITH_NOTES if self.violations else Outcome.ELIGIBLE

    @property
    def blocking(self) -> tuple[Violation, ...]:
        return tuple(v for v in self.violations if v.severity == Severity.BLOCKS)


class MissingFactError(Exception):
    """A check needs a fact that is absent."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Facts:
    """The known facts; None counts as absent."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def need(self, name: str) -> Any:
        """Return the fact `name`; raises MissingFactError when it is absent."""
        value = self._values.get(name)
        if value is None:
            raise MissingFactError(name)
        return value

    def get(self, name: str) -> Any:
        """Return the fact `name`, or None; for facts that a verdict does not depend on."""
        return self._values.get(name)


Check = Callable[[Facts, RuleBook], Violation | None]


def violation(row: RuleRow, code: str, *, always_blocks: bool = False, **params: Any) -> Violation:
    """Return a violation of `row`, which blocks when the row is verified.

    With `always_blocks` it blocks either way: such a rule defines the scheme.
    """
    severity = Severity.BLOCKS if always_blocks or row.verified else Severity.WARNS
    legal_basis, article = (row.legal_basis, row.article) if row.verified else ("", "")
    return Violation(
        code, severity, params, legal_basis, article, row.verified, row.source, row.legal_basis
    )


@dataclass(frozen=True)
class RuleCheck:
    """A check, the rule it applies and the facts it reads.

    A `warns_only` check warns even when its rule is verified. A fact that only unverified or
    `warns_only` checks read never leaves a verdict open, nor does one of a check `if_known`, which
    passes while its facts are absent.
    """

    key: str
    check: Check
    facts: tuple[str, ...] = ()
    always_blocks: bool = False
    warns_only: bool = False
    if_known: bool = False

    def needs_facts(self, rules: RuleBook) -> bool:
        """Tell whether the verdict stays open until the facts of this check are known."""
        row = rules.get(self.key)
        if row is None or self.warns_only or self.if_known:
            return False
        return self.always_blocks or row.verified


def evaluate(facts: Mapping[str, Any], rules: RuleBook, checks: Sequence[RuleCheck]) -> Verdict:
    """Run every check; the result does not depend on the order of facts or rules."""
    known = Facts(facts)
    violations: list[Violation] = []
    missing: list[str] = []
    for item in checks:
        if rules.get(item.key) is None:
            continue
        try:
            broken = item.check(known, rules)
        except MissingFactError as absent:
            if item.needs_facts(rules) and absent.name not in missing:
                missing.append(absent.name)
            continue
        if broken is not None:
            violations.append(broken)
    return Verdict(tuple(violations), tuple(missing))


@dataclass(frozen=True)
class Rate:
    """A debtor's rate as a fraction per year, and the row of the law it comes from.

    `declining` means interest on the balance beside an equal part of the principal each month;
    otherwise all instalments are equal. An unverified rate has no legal basis, only a
    `source` and the `regulation` to be read for it.
    """

    annual: Decimal
    verified: bool
    legal_basis: str = ""
    article: str = ""
    source: str = ""
    declining: bool = False
    regulation: str = ""
