"""Validation of an edition before anyone applies under it. Pure.

It works on plain rows, so that the files of the repository and an official's drafts are checked
alike.
"""

from collections.abc import Callable, Iterator, Sequence

from programs.enums import (
    READY_REASONS,
    Authority,
    Opinion,
    StageExit,
    State,
    Transition,
    UniquenessKey,
)
from programs.policies.authority import MEMBERS_FACT
from programs.policies.condition_check import conditions, needs, questions
from programs.policies.edition_shape import EditionShape, Fault, Row, fault_at
from programs.policies.edition_tables import EDITION_TABLES
from programs.policies.figure_check import document_names, figures, first_day
from programs.policies.placeholders import BASE_FIELDS, SHEET_FIELDS, fields_of
from programs.policies.rule_values import is_readable

# UU 30/2014 art 53 as amended by UU 6/2023: the time where no rule sets one, in working days.
DAYS_WITHOUT_DECREE = 5
_DECREES = ("sk ", "pergub", "perbup", "perwali", "keputusan")


def faults_of(edition: EditionShape) -> list[Fault]:
    """Return every fault of the edition, in the order in which to fix them."""
    return [fault for check in _CHECKS for fault in check(edition)]


def _decision_path(edition: EditionShape) -> list[Row]:
    """Return the stages that lead to the decision: those with an exit."""
    return [stage for stage in edition.stages if stage.get("exit")]


def _stages(edition: EditionShape) -> Iterator[Fault]:
    path = _decision_path(edition)
    if not path:
        yield Fault("no_stages", table="stage")
        return
    if path[0].get("is_outside"):
        yield fault_at("stage", path[0], "first_stage_outside", stage=path[0]["code"])
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
    yield from (fault_at("stage", s, "stage_without_exit", stage=s["code"]) for s in without_exit)
    yield from (fault_at("stage", s, "dead_stage", stage=s["code"]) for s in dead)
    if decision.get("is_outside"):
        yield fault_at("stage", decision, "decision_outside", stage=decision["code"])


def _clocks(edition: EditionShape) -> Iterator[Fault]:
    for stage in edition.stages:
        if not stage.get("is_outside") and stage.get("working_days") is None:
            yield fault_at("stage", stage, "stage_without_clock", stage=stage["code"])
        if stage.get("exit") and stage["role"] not in edition.roles:
            yield fault_at(
                "stage", stage, "role_cannot_review", stage=stage["code"], role=stage["role"]
            )
    office = [stage for stage in _decision_path(edition) if not stage.get("is_outside")]
    days = sum(stage.get("working_days") or 0 for stage in office)
    bases = " ".join(str(stage.get("legal_basis", "")).lower() for stage in office)
    if days > DAYS_WITHOUT_DECREE and not any(word in bases for word in _DECREES):
        params = {"days": days, "limit": DAYS_WITHOUT_DECREE}
        # Where silence approves, the office could otherwise set itself a longer time.
        is_note = not edition.deemed_approval
        yield Fault("days_without_decree", params, is_note=is_note, table="stage")


def _silence(edition: EditionShape) -> Iterator[Fault]:
    """Let silence approve only the office's own letters, with all stages at the office itself."""
    if not edition.deemed_approval:
        return
    if not edition.is_own_letter:
        yield Fault("deemed_not_own_letter")
    if not any(letter["state"] == State.APPROVED for letter in edition.letters):
        yield Fault("deemed_without_letter", table="letter")
    for stage in _decision_path(edition):
        if stage.get("is_outside"):
            yield fault_at("stage", stage, "deemed_waits_outside", stage=stage["code"])


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
            yield fault_at("rule", row, "rule_without_basis", rule=key)
        if key not in edition.rule_keys:
            yield fault_at("rule", row, "rule_nobody_reads", rule=key)
        elif not is_readable(
            row.get("unit", ""), row.get("value"), is_list=key in edition.list_keys
        ):
            yield fault_at("rule", row, "rule_not_readable", rule=key)


def _bases(edition: EditionShape) -> Iterator[Fault]:
    bounds = {row["key"]: row.get("value") for row in edition.rules}
    above, most = bounds.get("amount_above"), bounds.get("amount_max")
    if isinstance(above, int) and isinstance(most, int) and above >= most:
        yield Fault("amounts_crossed", table="rule")
    for table, rows in (("requirement", edition.requirements), ("stage", edition.stages)):
        for row in rows:
            if not str(row.get("legal_basis") or "").strip():
                yield fault_at(table, row, "row_without_basis", code=row["code"])


def _authority(edition: EditionShape) -> Iterator[Fault]:
    """Require the question by whose answer, where the members are, the office is chosen."""
    asked = {question["code"] for question in edition.questions if not question.get("condition")}
    if edition.authority == Authority.MEMBERS and MEMBERS_FACT not in asked:
        yield Fault("members_not_asked", table="question")


def _identity(edition: EditionShape) -> Iterator[Fault]:
    identifying = [q for q in edition.questions if q.get("identifies")]
    single = edition.uniqueness_key == UniquenessKey.ENTERPRISE
    if single == bool(identifying):
        code = "identity_missing" if not single else "identity_not_wanted"
        yield Fault(code, table="question")
    for question in identifying:
        if not question.get("is_required", True) or question.get("condition"):
            yield fault_at("question", question, "identity_optional", question=question["code"])


def _outcome_words(edition: EditionShape) -> Iterator[Fault]:
    worded = {row["state"] for row in edition.outcome_words}
    for state in (State.APPROVED, State.REJECTED, State.COMPLETED):
        if state not in worded:
            yield Fault("outcome_without_word", {"state": str(state)}, table="outcome_word")
    exits = {stage["exit"] for stage in _decision_path(edition)}
    transitions = {str(name) for name in READY_REASONS}
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
            yield fault_at(
                "letter", letter, "letter_field_unknown", letter=letter["code"], field=name
            )


def _sheets(edition: EditionShape) -> Iterator[Fault]:
    known = SHEET_FIELDS | {question["code"] for question in edition.questions}
    for row in edition.requirements:
        for name in sorted(fields_of(str(row.get("template") or "")) - known):
            yield fault_at("requirement", row, "sheet_field_unknown", code=row["code"], field=name)


def _partner(edition: EditionShape) -> Iterator[Fault]:
    after_decision = [s for s in edition.stages if s.get("is_outside") and not s.get("exit")]
    of_partner = [stage for stage in after_decision if not stage.get("waits_for_applicant")]
    if bool(of_partner) is not edition.partner_follows:
        yield Fault("partner_unclear")
    if not edition.legal_basis.strip():
        yield Fault("edition_without_basis")


def _languages(edition: EditionShape) -> Iterator[Fault]:
    tables = [(name, getattr(edition, each.relation)) for name, each in EDITION_TABLES.items()]
    for table, row in ((table, row) for table, rows in tables for row in rows):
        for name in (n for n in row if n.endswith("_id") and f"{n[:-3]}_en" in row):
            if bool(row[name]) is not bool(row[f"{name[:-3]}_en"]):
                code = row.get("key") or row.get("code") or row.get("state")
                yield fault_at(table, row, "language_missing", code=code, text=row[name] or "")


_CHECKS: Sequence[Callable[[EditionShape], Iterator[Fault]]] = (
    _partner,
    first_day,
    _rules,
    _bases,
    figures,
    questions,
    conditions,
    needs,
    document_names,
    _identity,
    _authority,
    _stages,
    _clocks,
    _silence,
    _four_eyes,
    _outcome_words,
    _letters,
    _sheets,
    _languages,
)
