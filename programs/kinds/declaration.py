"""What a kind of programme declares: its names, its rules and their messages. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from programs.policies.answers import AnswerShape
from programs.policies.eligibility import Rate, RuleBook, RuleCheck


class RateRule(Protocol):
    """A function that returns the debtor's rate, for kinds that have one."""

    def __call__(self, facts: Mapping[str, Any], rules: RuleBook) -> Rate | None: ...


class InstalmentGap(Protocol):
    """A function that returns why a loan has no instalment, as a code, or None where it has one."""

    def __call__(self, facts: Mapping[str, Any], rules: RuleBook) -> str | None: ...


@dataclass(frozen=True)
class OlderAnswer:
    """An answer that was once asked in another form: the meaning of each value for `question`."""

    question: str
    values: Mapping[Any, Any]


class Style(StrEnum):
    """How a sentence formats a parameter."""

    NUMBER = "number"
    RUPIAH = "rupiah"
    NAME = "name"


@dataclass(frozen=True)
class Sentence:
    """The Indonesian message of a violated rule and what to do now; English is in the catalogue.

    `office` says the same to officials, who are not the ones addressed and need no advice.
    `%(limit)s`, `%(given)s` and `%(served)s` are the parameters of the violation, formatted as
    `style` says: plain numbers, rupiah, or names of codes.
    """

    text: str
    style: Style = Style.NUMBER
    office: str = ""


@dataclass(frozen=True)
class OutcomeType:
    """A type of outcome of a decision, by the code that schemes use.

    Money, the office's own letters and places allotted among competitors need two people. With
    `passes_on` the scheme's partner, such as a bank, decides what the office only recommends. With
    `allots_places` an objection never gives a place, it reopens the judgement; and applications are
    taken only during a dated call. `is_own_letter` where the decision is a letter of the office
    itself, so that the law on its silence may apply (UU 30/2014, art. 53). With `brings_document`
    the enterprise holds a document afterwards, which may answer requirements of other schemes.
    `objection_effect` says what an objection is about and what it can lead to, where that is
    another than the general effect.
    """

    code: str
    needs_two_people: bool = False
    passes_on: bool = False
    allots_places: bool = False
    is_own_letter: bool = False
    brings_document: bool = False
    objection_effect: str = ""


class AdminGroup(StrEnum):
    """A group of the officials' navigation."""

    APPLICATIONS = "applications"
    ENTERPRISES = "enterprises"
    RULES = "rules"
    PEOPLE = "people"


@dataclass(frozen=True)
class AdminPage:
    """A page of the officials' site other than its lists.

    `route` is its path under /admin/; `view` and `opens_to` are dotted paths of the view and of the
    function that decides whether a person may open it. `group` and `position` place it in the
    navigation (`umkm_portal.admin_navigation`).
    """

    route: str
    name: str
    view: str
    title: str
    group: AdminGroup
    position: int
    opens_to: str


@dataclass(frozen=True)
class AdminSubpage:
    """A page of the officials' site that another page leads to; its route may hold parameters."""

    route: str
    name: str
    view: str


@dataclass(frozen=True)
class AdminList:
    """A list in the navigation of the officials' site; `model` as in `financing.SikpCode`."""

    model: str
    title: str
    group: AdminGroup
    position: int


@dataclass(frozen=True)
class KindDeclaration:
    """One kind of programme: guards and forms differ, states never do.

    Texts are Indonesian originals; `summary` says on the home page what it offers,
    `request_word` is what its applications are called.
    `informational_keys` are keys of rules that no check evaluates: they inform about costs,
    validity or who pays. `auxiliary_keys` are keys that a check reads
    besides its own, `list_keys` those whose value is a list of codes. `fact_shapes` describe the
    facts that this kind adds; the check of any programme accepts them. `code_names`, `unit_names`
    and `fact_labels` are display names of list codes, units of figures, and facts that no question
    asks for. `rate_facts` are assumed where only the amount and the months of a loan are known;
    `instalment_gaps` are the sentences for the codes of `no_instalment`. `older_answers` are former
    questions that are still answered. `handed_over_questions` are, by the code of a stage, those
    whose answers the applicant types into another agency's system there. `headline_keys` are the
    rules that the page of a scheme shows first.
    `scheme_fields` are columns of a scheme that it alone reads; the form of a new scheme asks for
    them under its title.
    `data` is the folder of its schemes. `daily_tasks` maps names of tasks to the time of day
    (Asia/Jakarta) they run at. `admin_pages` and `admin_lists` are its entries in the officials'
    navigation; `admin_subpages` have none. `audit_counts` are figures for the inspectorate that
    must be 0: title, and the dotted path of the function that counts. `personal_data` are the
    dotted paths of functions that say what it holds about a person, for the copy of their data.
    """

    code: str
    title: str
    name: str
    checks: Sequence[RuleCheck]
    outcomes: Sequence[OutcomeType]
    data: Path
    summary: str = ""
    request_word: str = "permohonan"
    rate: RateRule | None = None
    no_instalment: InstalmentGap | None = None
    informational_keys: frozenset[str] = frozenset()
    auxiliary_keys: frozenset[str] = frozenset()
    list_keys: frozenset[str] = frozenset()
    fact_shapes: Mapping[str, AnswerShape] = field(default_factory=dict)
    sentences: Mapping[str, Sentence] = field(default_factory=dict)
    code_names: Mapping[str, str] = field(default_factory=dict)
    unit_names: Mapping[str, str] = field(default_factory=dict)
    fact_labels: Mapping[str, str] = field(default_factory=dict)
    rate_facts: Mapping[str, Any] = field(default_factory=dict)
    instalment_gaps: Mapping[str, str] = field(default_factory=dict)
    older_answers: Mapping[str, OlderAnswer] = field(default_factory=dict)
    handed_over_questions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    headline_keys: Sequence[str] = ()
    scheme_fields: Sequence[str] = ()
    daily_tasks: Mapping[str, time] = field(default_factory=dict)
    admin_pages: Sequence[AdminPage] = ()
    admin_subpages: Sequence[AdminSubpage] = ()
    admin_lists: Sequence[AdminList] = ()
    audit_counts: Mapping[str, str] = field(default_factory=dict)
    personal_data: Sequence[str] = ()

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
        return self.informational_keys | self.auxiliary_keys | {check.key for check in self.checks}

    def outcome_type(self, code: str) -> OutcomeType:
        """Return the outcome `code`; raises KeyError for one that this kind does not declare."""
        return {outcome.code: outcome for outcome in self.outcomes}[code]
