"""Pages of questions, and answers as display text."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.messages.answer_sources import answer_source
from applications.models import Application
from applications.selectors.answer_sources import sent_with
from applications.selectors.assessments import assessment_of
from applications.selectors.status import HistoryRow
from common.text.formats import date_long, rupiah
from enterprises.messages.particulars import number_lines, words
from enterprises.models import Enterprise
from programs.messages.answers import counted_answer
from programs.shared.questions import Group, in_groups


@dataclass(frozen=True)
class SummaryLine:
    """One answer on a summary; `source` says who sent it and when, empty where not sent yet."""

    label: str
    value: str
    change_url: str = ""
    source: str = ""


def groups_of(application: Application) -> list[Group]:
    """Return the pages of questions in order, without questions whose condition does not hold."""
    return in_groups(assessment_of(application).questions)


def sent_lines(
    application: Application, group: Group, history: Sequence[HistoryRow]
) -> list[SummaryLine]:
    """Return the answers of one page as they were sent, each with who sent it and when."""
    answers = assessment_of(application).answers
    return [
        SummaryLine(
            question.label,
            counted_answer(application.scheme.kind, question, answers.get(question.code)),
            source=answer_source(sent_with(history, f"answers.{question.code}"))
            if question.code in answers
            else "",
        )
        for question in group.questions
    ]


def lines(application: Application, group: Group) -> list[SummaryLine]:
    """Return the answers of one page, each with the URL where it is changed."""
    address = reverse("application-questions", args=[application.pk, group.code])
    answers = assessment_of(application).answers
    return [
        SummaryLine(
            question.label,
            counted_answer(application.scheme.kind, question, answers.get(question.code)),
            f"{address}?lalu=periksa#id_{question.code}",
        )
        for question in group.questions
    ]


def profile_lines(enterprise: Enterprise) -> list[SummaryLine]:
    """Return what the application takes from the profile, without personal numbers."""
    return [
        SummaryLine(_("Nama usaha"), enterprise.name),
        *(SummaryLine(label, value) for label, value in number_lines(enterprise)),
        SummaryLine(_("Hasil penjualan setahun"), words(enterprise.annual_sales, rupiah)),
        SummaryLine(_("Mulai usaha"), words(enterprise.founded_on, date_long)),
        SummaryLine("NPWP", _("Ada") if enterprise.npwp_index is not None else _("Belum ada")),
    ]
