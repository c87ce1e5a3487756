"""Answers and particulars of the enterprise as rows of the page; the template is `answer.html`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from applications.admin.application_page.asks import Ask, ask
from applications.admin.application_page.corrections import CorrectionLine, CorrectionSummary
from applications.admin.application_page.forms import ActionForm
from applications.messages.answer_sources import answer_source
from applications.selectors.answer_sources import sent_with
from applications.selectors.assessments import Assessment
from applications.selectors.status import HistoryRow
from programs.messages.answers import counted_answer
from programs.selectors.answer_names import answer_name, group_name


@dataclass(frozen=True)
class FieldText:
    """One field that may be asked for, and what it says; `value` is empty without an answer.

    `source` says who stated it and when, empty where that is not known.
    """

    field: str
    label: str
    value: str
    source: str = ""


@dataclass(frozen=True)
class FieldRow:
    """One row; `ask` is None for what the applicant cannot change.

    `line` is its part in the latest request for correction, if it has one.
    """

    label: str
    value: str
    ask: Ask | None = None
    line: CorrectionLine | None = None
    source: str = ""


def field_rows(
    texts: Sequence[FieldText], correction: CorrectionSummary, form: ActionForm
) -> list[FieldRow]:
    """Return the rows of fields that the applicant can change."""
    return [
        FieldRow(
            label=text.label,
            value=text.value,
            ask=ask(form, text.field, text.label),
            line=correction.lines.get(text.field),
            source=text.source,
        )
        for text in texts
    ]


def answers_by_group(
    assessment: Assessment,
    history: Sequence[HistoryRow] = (),
    *,
    unsent: Collection[str] = (),
) -> Mapping[str, Sequence[FieldText]]:
    """Return the answers to the questions that are asked, by the heading of their group.

    With the history of the application each says who sent it and when, but for `unsent` ones.
    """
    application = assessment.application
    kind = application.scheme.kind
    groups: dict[str, list[FieldText]] = {}
    for question in assessment.questions:
        field = f"answers.{question.code}"
        is_given = question.code in assessment.answers
        sent = sent_with(history, field, unsent=unsent) if is_given else None
        text = FieldText(
            field=field,
            label=answer_name(kind, question),
            value=counted_answer(kind, question, assessment.answers.get(question.code)),
            source=answer_source(sent),
        )
        groups.setdefault(group_name(kind, question), []).append(text)
    return groups
