"""What a kind of programme declares: its names, its rules, and the words for them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from programs.policies.answers import AnswerShape
from programs.policies.eligibility import Rate, RuleBook, RuleCheck


class RateRule(Protocol):
    """Finds the debtor's rate, where a kind has one."""

    def __call__(self, facts: Mapping[str, Any], rules: RuleBook) -> Rate | None: ...


class Style(StrEnum):
    """How a sentence writes the figures it names."""

    NUMBER = "number"
    RUPIAH = "rupiah"
    NAME = "name"


@dataclass(frozen=True)
class Sentence:
    """What breaking a rule means and what to do now, in Indonesian; English is in the catalogue.

    `%(limit)s`, `%(given)s` and `%(served)s` stand for the parameters of the violation, written as
    `style` says: plain numbers, rupiah, or names of codes.
    """

    text: str
    style: Style = Style.NUMBER


@dataclass(frozen=True)
class OutcomeType:
    """What a decision brings about, by the name that schemes use.

    Money, the office's own letters and what is shared out among rivals need two people.
    `passes_on` means that whoever applies agrees that the file goes on to the scheme's partner.
    """

    code: str
    needs_two_people: bool = False
    passes_on: bool = False


@dataclass(frozen=True)
class AdminPage:
    """A page of the officials' site beside its lists.

    `route` is its address under /admin/, `view` and `opens_to` are dotted paths: of the view and of
    the function that says whether a person may open it. `group` and `position` place it in the bar
    (`umkm_portal.admin_navigation`).
    """

    route: str
    name: str
    view: str
    title: str
    group: str
    position: int
    opens_to: str


@dataclass(frozen=True)
class AdminList:
    """A list of the officials' site; `model` as in `financing.SikpCode`."""

    model: str
    title: str
    group: str
    position: int


@dataclass(frozen=True)
class KindDeclaration:
    """One kind of programme: guards and forms differ, states never do.

    Texts are Indonesian originals. `shown` are keys of rules that no check compares with anything:
    they tell a reader what it costs, how long it is valid, who pays. `read` are keys that a check
    reads beside its own, `list_keys` those whose value is a list of codes. `fact_shapes` are the
    facts that this kind asks for and any programme may be asked about. `data` is the folder of its
    schemes. `daily_tasks` are names of tasks and the time of day (Asia/Jakarta) they run at.
    `admin_pages` and `admin_lists` are what officials find of it in their bar.
    """

    code: str
    title: str
    name: str
    checks: Sequence[RuleCheck]
    outcomes: Sequence[OutcomeType]
    data: Path
    rate: RateRule | None = None
    shown: frozenset[str] = frozenset()
    read: frozenset[str] = frozenset()
    list_keys: frozenset[str] = frozenset()
    fact_shapes: Mapping[str, AnswerShape] = field(default_factory=dict)
    sentences: Mapping[str, Sentence] = field(default_factory=dict)
    code_names: Mapping[str, str] = field(default_factory=dict)
    daily_tasks: Mapping[str, time] = field(default_factory=dict)
    admin_pages: Sequence[AdminPage] = ()
    admin_lists: Sequence[AdminList] = ()

    @property
    def facts(self) -> frozenset[str]:
        """Every fact that a check of this kind reads."""
        return frozenset(name for check in self.checks for name in check.facts)

    def facts_under(self, rules: RuleBook) -> frozenset[str]:
        """Return the facts that the rules of one edition read."""
        return frozenset(
            name for check in self.checks if rules.get(check.key) for name in check.facts
        )

    @property
    def rule_keys(self) -> frozenset[str]:
        """Every key a rule of this kind may have."""
        return self.shown | self.read | {check.key for check in self.checks}

    def outcome_type(self, code: str) -> OutcomeType:
        """Return the outcome `code`; raises KeyError for one that this kind does not declare."""
        return {outcome.code: outcome for outcome in self.outcomes}[code]
