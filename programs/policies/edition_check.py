"""Validation of an edition before anyone applies under it. Pure.

It works on plain rows, so that the files of the repository and an official's drafts are checked
alike.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from programs.enums import REASON_REQUIRED, StageExit, State, Transition, UniquenessKey
from programs.policies.placeholders import BASE_FIELDS, fields_of
from programs.policies.rule_values import is_readable

Row = Mapping[str, Any]

# UU 30/2014 art 53 as amended by UU 6/2023: the time where no rule sets one, in working days.
DAYS_WITHOUT_DECREE = 5
_DECREES = ("sk ", "pergub", "perbup", "perwali", "keputusan")


@dataclass(frozen=True)
class EditionShape:
    """An edition as the validation reads it; rows map column names to values.

    `rule_keys` are the keys that its kind allows, `list_keys` those whose values are lists, `facts`
    the facts that rules read or an enterprise's profile gives, `roles` those that a stage may have.
    """

    needs_two_people: bool
    uniqueness_key: str
    legal_basis: str
    partner_follows: bool
    rules: Sequence[Row]
    questions: Sequence[Row]
    requirements: Sequence[Row]
    stages: Sequence[Row]
    letters: Sequence[Row]
    outcome_words: Sequence[Row]
    reason_texts: Sequence[Row]
    rule_keys: frozenset[str]
    list_keys: frozenset[str]
    facts: frozenset[str]
    roles: frozenset[str]


@dataclass(frozen=True)
class Fault:
    """One fault of an edition; `params` fill the message of `code`.

    A note does not prevent publication.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    is_note: bool = False


def faults_of(edition: EditionShape) -> list[Fault]:
    """Return every fault of the edition, in the order in which to fix them."""
    return [fault for check in _CHECKS for fault in check(edition)]


def _decision_path(edition: EditionShape) -> list[Row]:
    """Return the stages that lead to the decision: those with an exit."""
    return [stage for stage in edition.stages if stage.get("exit")]


def _stages(edition: EditionShape) -> Iterator[Fault]:
    path = _decision_path(edition)
    if not path:
        yield Fault("no_stages")
        return
    if path[0].get("is_outside"):
        yield Fault("first_stage_outside", {"stage": path[0]["code"]})
    decisions = [stage for stage in path if stage["exit"] == StageExit.DECIDE]
    if decisions:
        yield from _order_around(edition.stages, decisions[0])
    else:
        yield Fault("no_decision")


def _order_around(stages: Sequence[Row], decision: Row) -> Iterator[Fault]:
    """Require an exit of every stage before the decision, and only outside stages after it."""
    end = list(stages).index(decision)
    without_exit = [stage for stage in stages[:end] if not stage.get("exit")]
    dead = [s for s in stages[end + 1 :] if s.get("exit") or not s.get("is_outside")]
    yield from (Fault("stage_without_exit", {"stage": stage["code"]}) for stage in without_exit)
    yield from (Fault("dead_stage", {"stage": stage["code"]}) for stage in dead)
    if decision.get("is_outside"):
        yield Fault("decision_outside", {"stage": decision["code"]})


def _clocks(edition: EditionShape) -> Iterator[Fault]:
    for stage in edition.stages:
        if not stage.get("is_outside") and stage.get("working_days") is None:
            yield Fault("stage_without_clock", {"stage": stage["code"]})
        if stage.get("exit") and stage["role"] not in edition.roles:
            yield Fault("role_cannot_review", {"stage": stage["code"], "role": stage["role"]})
    office = [stage for stage in _decision_path(edition) if not stage.get("is_outside")]
    days = sum(stage.get("working_days") or 0 for stage in office)
    bases = " ".join(str(stage.get("legal_basis", "")).lower() for stage in office)
    if days > DAYS_WITHOUT_DECREE and not any(word in bases for word in _DECREES):
        params = {"days": days, "limit": DAYS_WITHOUT_DECREE}
        yield Fault("days_without_decree", params, is_note=True)


def _four_eyes(edition: EditionShape) -> Iterator[Fault]:
    if not edition.needs_two_people:
        return
    exits = [stage["exit"] for stage in _decision_path(edition)]
    decisions = [stage for stage in _decision_path(edition) if stage["exit"] == StageExit.DECIDE]
    if StageExit.RECOMMEND not in exits or not all(s.get("second_person") for s in decisions):
        yield Fault("four_eyes_missing")


def _rules(edition: EditionShape) -> Iterator[Fault]:
    for row in edition.rules:
        key = row["key"]
        if not str(row.get("legal_basis") or "").strip():
            yield Fault("rule_without_basis", {"rule": key})
        if key not in edition.rule_keys:
            yield Fault("rule_nobody_reads", {"rule": key})
        elif not is_readable(
            row.get("unit", ""), row.get("value"), is_list=key in edition.list_keys
        ):
            yield Fault("rule_not_readable", {"rule": key})


def _bases(edition: EditionShape) -> Iterator[Fault]:
    bounds = {row["key"]: row.get("value") for row in edition.rules}
    above, most = bounds.get("amount_above"), bounds.get("amount_max")
    if isinstance(above, int) and isinstance(most, int) and above >= most:
        yield Fault("amounts_crossed")
    for table, rows in (("requirement", edition.requirements), ("stage", edition.stages)):
        for row in rows:
            if not str(row.get("legal_basis") or "").strip():
                yield Fault("row_without_basis", {"table": table, "code": row["code"]})


def _questions(edition: EditionShape) -> Iterator[Fault]:
    used = edition.facts | _facts_of_conditions(edition)
    for letter in edition.letters:
        used |= fields_of(f"{letter['title_id']} {letter['body_id']}")
    for stage in edition.stages:
        used |= {
            item["question"] for item in stage.get("scoring_sheet") or () if "question" in item
        }
    for question in edition.questions:
        if question["code"] not in used and not question.get("identifies"):
            yield Fault("question_nobody_reads", {"question": question["code"]})
        if question["type"] == "choice" and not question.get("options"):
            yield Fault("choice_without_options", {"question": question["code"]})


def _conditions(edition: EditionShape) -> Iterator[Fault]:
    known = edition.facts | {question["code"] for question in edition.questions}
    rules = {row["key"] for row in edition.rules}
    for row in (*edition.questions, *edition.requirements):
        for part in _comparisons(row.get("condition")):
            if part["fact"] not in known or part.get("rule", None) not in {None, *rules}:
                yield Fault("condition_of_nothing", {"code": row["code"]})


def _identity(edition: EditionShape) -> Iterator[Fault]:
    identifying = [q for q in edition.questions if q.get("identifies")]
    single = edition.uniqueness_key == UniquenessKey.ENTERPRISE
    if single == bool(identifying):
        yield Fault("identity_missing" if not single else "identity_not_wanted")
    for question in identifying:
        if not question.get("is_required", True) or question.get("condition"):
            yield Fault("identity_optional", {"question": question["code"]})


def _outcome_words(edition: EditionShape) -> Iterator[Fault]:
    worded = {row["state"] for row in edition.outcome_words}
    for state in (State.APPROVED, State.REJECTED, State.COMPLETED):
        if state not in worded:
            yield Fault("outcome_without_word", {"state": str(state)})
    exits = {stage["exit"] for stage in _decision_path(edition)}
    transitions = {str(name) for name in REASON_REQUIRED}
    if StageExit.RECOMMEND not in exits:
        transitions -= {str(Transition.RECOMMEND)}
    for name in sorted(transitions - {row["transition"] for row in edition.reason_texts}):
        yield Fault("transition_without_reasons", {"transition": name})


def _letters(edition: EditionShape) -> Iterator[Fault]:
    known = BASE_FIELDS | {question["code"] for question in edition.questions}
    for letter in edition.letters:
        texts = "".join(str(letter[n]) for n in ("title_id", "title_en", "body_id", "body_en"))
        for name in sorted(fields_of(texts) - known):
            yield Fault("letter_field_unknown", {"letter": letter["code"], "field": name})


def _partner(edition: EditionShape) -> Iterator[Fault]:
    after_decision = [s for s in edition.stages if s.get("is_outside") and not s.get("exit")]
    of_partner = [stage for stage in after_decision if not stage.get("waits_for_applicant")]
    if bool(of_partner) is not edition.partner_follows:
        yield Fault("partner_unclear")
    if not edition.legal_basis.strip():
        yield Fault("edition_without_basis")


def _languages(edition: EditionShape) -> Iterator[Fault]:
    tables = (
        edition.rules,
        edition.questions,
        edition.requirements,
        edition.stages,
        edition.letters,
        edition.outcome_words,
        edition.reason_texts,
    )
    for row in (row for rows in tables for row in rows):
        for name in (n for n in row if n.endswith("_id") and f"{n[:-3]}_en" in row):
            if bool(row[name]) is not bool(row[f"{name[:-3]}_en"]):
                code = row.get("key") or row.get("code") or row.get("state")
                yield Fault("language_missing", {"code": code, "text": row[name] or ""})


def _facts_of_conditions(edition: EditionShape) -> frozenset[str]:
    rows = (*edition.questions, *edition.requirements)
    return frozenset(part["fact"] for row in rows for part in _comparisons(row.get("condition")))


def _comparisons(condition: Row | None) -> Iterator[Row]:
    """Yield each comparison of a condition that may join several."""
    if not condition:
        return
    for part in condition.get("all", ()):
        yield from _comparisons(part)
    if "fact" in condition:
        yield condition


_CHECKS: Sequence[Callable[[EditionShape], Iterator[Fault]]] = (
    _partner,
    _rules,
    _bases,
    _questions,
    _conditions,
    _identity,
    _stages,
    _clocks,
    _four_eyes,
    _outcome_words,
    _letters,
    _languages,
)
