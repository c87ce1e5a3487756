"""Validation of an edition before anyone applies under it. Pure.

It works on plain rows, so that the files of the repository and an official's drafts are checked
alike.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from programs.enums import (
    REASON_REQUIRED,
    Opinion,
    QuestionType,
    StageExit,
    State,
    Transition,
    UniquenessKey,
)
from programs.policies.conditions import Comparison, comparisons_of
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

    A note does not prevent publication. `table` is the table with the fault, by its name in the
    scheme files, and `row_id` the key of the row with the fault where it is stored.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    is_note: bool = False
    table: str = ""
    row_id: int | None = None


def faults_of(edition: EditionShape) -> list[Fault]:
    """Return every fault of the edition, in the order in which to fix them."""
    return [fault for check in _CHECKS for fault in check(edition)]


def _at(table: str, row: Row, code: str, /, **params: Any) -> Fault:
    return Fault(code, params, table=table, row_id=row.get("id"))


def _decision_path(edition: EditionShape) -> list[Row]:
    """Return the stages that lead to the decision: those with an exit."""
    return [stage for stage in edition.stages if stage.get("exit")]


def _stages(edition: EditionShape) -> Iterator[Fault]:
    path = _decision_path(edition)
    if not path:
        yield Fault("no_stages", table="stage")
        return
    if path[0].get("is_outside"):
        yield _at("stage", path[0], "first_stage_outside", stage=path[0]["code"])
    decisions = [stage for stage in path if stage["exit"] == StageExit.DECIDE]
    if decisions:
        yield from _order_around(edition.stages, decisions[0])
    else:
        yield Fault("no_decision", table="stage")


def _order_around(stages: Sequence[Row], decision: Row) -> Iterator[Fault]:
    """Require an exit of every stage before the decision, and only outside stages after it."""
    end = list(stages).index(decision)
    without_exit = [stage for stage in stages[:end] if not stage.get("exit")]
    dead = [s for s in stages[end + 1 :] if s.get("exit") or not s.get("is_outside")]
    yield from (_at("stage", s, "stage_without_exit", stage=s["code"]) for s in without_exit)
    yield from (_at("stage", s, "dead_stage", stage=s["code"]) for s in dead)
    if decision.get("is_outside"):
        yield _at("stage", decision, "decision_outside", stage=decision["code"])


def _clocks(edition: EditionShape) -> Iterator[Fault]:
    for stage in edition.stages:
        if not stage.get("is_outside") and stage.get("working_days") is None:
            yield _at("stage", stage, "stage_without_clock", stage=stage["code"])
        if stage.get("exit") and stage["role"] not in edition.roles:
            yield _at("stage", stage, "role_cannot_review", stage=stage["code"], role=stage["role"])
    office = [stage for stage in _decision_path(edition) if not stage.get("is_outside")]
    days = sum(stage.get("working_days") or 0 for stage in office)
    bases = " ".join(str(stage.get("legal_basis", "")).lower() for stage in office)
    if days > DAYS_WITHOUT_DECREE and not any(word in bases for word in _DECREES):
        params = {"days": days, "limit": DAYS_WITHOUT_DECREE}
        yield Fault("days_without_decree", params, is_note=True, table="stage")


def _four_eyes(edition: EditionShape) -> Iterator[Fault]:
    if not edition.needs_two_people:
        return
    exits = [stage["exit"] for stage in _decision_path(edition)]
    decisions = [stage for stage in _decision_path(edition) if stage["exit"] == StageExit.DECIDE]
    if StageExit.RECOMMEND not in exits or not all(s.get("second_person") for s in decisions):
        yield Fault("four_eyes_missing", table="stage")


def _rules(edition: EditionShape) -> Iterator[Fault]:
    for row in edition.rules:
        key = row["key"]
        if not str(row.get("legal_basis") or "").strip():
            yield _at("rule", row, "rule_without_basis", rule=key)
        if key not in edition.rule_keys:
            yield _at("rule", row, "rule_nobody_reads", rule=key)
        elif not is_readable(
            row.get("unit", ""), row.get("value"), is_list=key in edition.list_keys
        ):
            yield _at("rule", row, "rule_not_readable", rule=key)


def _bases(edition: EditionShape) -> Iterator[Fault]:
    bounds = {row["key"]: row.get("value") for row in edition.rules}
    above, most = bounds.get("amount_above"), bounds.get("amount_max")
    if isinstance(above, int) and isinstance(most, int) and above >= most:
        yield Fault("amounts_crossed", table="rule")
    for table, rows in (("requirement", edition.requirements), ("stage", edition.stages)):
        for row in rows:
            if not str(row.get("legal_basis") or "").strip():
                yield _at(table, row, "row_without_basis", code=row["code"])


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
            yield _at("question", question, "question_nobody_reads", question=question["code"])
        if question["type"] == "choice" and not question.get("options"):
            yield _at("question", question, "choice_without_options", question=question["code"])


def _conditions(edition: EditionShape) -> Iterator[Fault]:
    questions = {question["code"]: question for question in edition.questions}
    known = edition.facts | {*questions}
    figures = {row["key"]: row.get("value") for row in edition.rules}
    for table, row in _conditional_rows(edition):
        try:
            parts = comparisons_of(row.get("condition"))
        except ValueError:
            yield _at(table, row, "condition_not_readable", code=row["code"])
            continue
        for part in parts:
            if part.fact not in known or part.rule not in {None, *figures}:
                yield _at(table, row, "condition_of_nothing", code=row["code"])
            elif not _is_comparable(part, questions.get(part.fact), figures):
                yield _at(table, row, "condition_does_not_fit", code=row["code"])


def _is_comparable(part: Comparison, question: Row | None, figures: Mapping[str, Any]) -> bool:
    """Tell whether an answer to the question can be compared; facts of a profile always can."""
    if question is None:
        return True
    bound = part.value if part.rule is None else figures[part.rule]
    if question["type"] in (QuestionType.MONEY, QuestionType.NUMBER):
        is_number = isinstance(bound, int) and not isinstance(bound, bool)
        return part.op != "in" and (is_number or bound is None)
    if part.op in ("above", "at_most"):
        return False
    if question["type"] == QuestionType.BOOLEAN:
        return isinstance(bound, bool)
    if question["type"] == QuestionType.CHOICE and part.rule is None:
        options = {option["value"] for option in question.get("options") or ()}
        return {*bound} <= options if part.op == "in" else bound in options
    return True


def _identity(edition: EditionShape) -> Iterator[Fault]:
    identifying = [q for q in edition.questions if q.get("identifies")]
    single = edition.uniqueness_key == UniquenessKey.ENTERPRISE
    if single == bool(identifying):
        code = "identity_missing" if not single else "identity_not_wanted"
        yield Fault(code, table="question")
    for question in identifying:
        if not question.get("is_required", True) or question.get("condition"):
            yield _at("question", question, "identity_optional", question=question["code"])


def _outcome_words(edition: EditionShape) -> Iterator[Fault]:
    worded = {row["state"] for row in edition.outcome_words}
    for state in (State.APPROVED, State.REJECTED, State.COMPLETED):
        if state not in worded:
            yield Fault("outcome_without_word", {"state": str(state)}, table="outcome_word")
    exits = {stage["exit"] for stage in _decision_path(edition)}
    transitions = {str(name) for name in REASON_REQUIRED}
    if StageExit.RECOMMEND not in exits:
        transitions -= {str(Transition.RECOMMEND)}
    for name in sorted(transitions - {row["transition"] for row in edition.reason_texts}):
        yield Fault("transition_without_reasons", {"transition": name}, table="reason_text")
    ready = [row for row in edition.reason_texts if row["transition"] == Transition.RECOMMEND]
    offered = {row.get("opinion") or "" for row in ready}
    if offered and "" not in offered and not offered >= set(Opinion):
        yield Fault("opinion_without_reasons", table="reason_text")


def _letters(edition: EditionShape) -> Iterator[Fault]:
    known = BASE_FIELDS | {question["code"] for question in edition.questions}
    for letter in edition.letters:
        texts = "".join(str(letter[n]) for n in ("title_id", "title_en", "body_id", "body_en"))
        for name in sorted(fields_of(texts) - known):
            yield _at("letter", letter, "letter_field_unknown", letter=letter["code"], field=name)


def _partner(edition: EditionShape) -> Iterator[Fault]:
    after_decision = [s for s in edition.stages if s.get("is_outside") and not s.get("exit")]
    of_partner = [stage for stage in after_decision if not stage.get("waits_for_applicant")]
    if bool(of_partner) is not edition.partner_follows:
        yield Fault("partner_unclear")
    if not edition.legal_basis.strip():
        yield Fault("edition_without_basis")


def _languages(edition: EditionShape) -> Iterator[Fault]:
    tables = {
        "rule": edition.rules,
        "question": edition.questions,
        "requirement": edition.requirements,
        "stage": edition.stages,
        "letter": edition.letters,
        "outcome_word": edition.outcome_words,
        "reason_text": edition.reason_texts,
    }
    for table, row in ((table, row) for table, rows in tables.items() for row in rows):
        for name in (n for n in row if n.endswith("_id") and f"{n[:-3]}_en" in row):
            if bool(row[name]) is not bool(row[f"{name[:-3]}_en"]):
                code = row.get("key") or row.get("code") or row.get("state")
                yield _at(table, row, "language_missing", code=code, text=row[name] or "")


def _facts_of_conditions(edition: EditionShape) -> frozenset[str]:
    found: set[str] = set()
    for _table, row in _conditional_rows(edition):
        # A condition that cannot be read is a fault of its own.
        with suppress(ValueError):
            found |= {part.fact for part in comparisons_of(row.get("condition"))}
    return frozenset(found)


def _conditional_rows(edition: EditionShape) -> Iterator[tuple[str, Row]]:
    yield from (("question", row) for row in edition.questions)
    yield from (("requirement", row) for row in edition.requirements)


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
