"""What the owner types into another agency's system, ready to copy."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from applications.kinds.outside_task import OutsideTask
from applications.models import Application
from applications.selectors.assessments import assessment_of
from programs.messages.answers import answer_text


@dataclass(frozen=True)
class HandedOver:
    """One field of the agency's form: what it is called, and what to type there."""

    label: str
    value: str


def handed_over(application: Application, task: OutsideTask) -> Sequence[HandedOver]:
    """Return the particulars of the enterprise and the answers that the task names, the filled ones
    only; none where the task names no answers.

    The values are Indonesian, as the agencies' systems are, whatever language the page is in.
    """
    if not task.handed_over:
        return []
    enterprise = application.enterprise
    rows = [
        HandedOver(_("Nama usaha"), enterprise.name),
        HandedOver("NIB", enterprise.nib or ""),
        HandedOver(_("Alamat"), enterprise.address),
        HandedOver(_("Kabupaten/kota"), str(application.regency)),
        HandedOver("KBLI", f"{enterprise.kbli} ({enterprise.kbli_version})"),
        *_answers(application, task),
    ]
    return [row for row in rows if row.value]


def _answers(application: Application, task: OutsideTask) -> list[HandedOver]:
    answers = assessment_of(application).answers
    asked = {question.code: question for question in application.edition.questions.all()}
    rows = []
    for code in task.handed_over:
        if (question := asked.get(code)) is not None:
            label = question.label
            with translation.override("id"):
                rows.append(HandedOver(label, answer_text(question, answers.get(code))))
    return rows
