"""Questions in pages, and answers as a person reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from common.formats import date_long, rupiah
from enterprises.models import Enterprise
from programs.messages.answers import spoken_answer
from programs.models import Application, Question
from programs.selectors.facts import asked_questions


@dataclass(frozen=True)
class Group:
    """The questions of one page."""

    code: str
    title: str
    questions: Sequence[Question]

    def is_answered(self, answers: Mapping[str, Any]) -> bool:
        return all(answers.get(q.code) not in (None, "") for q in self.questions if q.is_required)

    def is_begun(self, answers: Mapping[str, Any]) -> bool:
        return any(answers.get(q.code) is not None for q in self.questions)


@dataclass(frozen=True)
class Line:
    """One answer on a summary."""

    label: str
    value: str
    change_url: str = ""


def groups_of(application: Application) -> list[Group]:
    """The pages of an application, in order, without questions whose condition does not hold."""
    return in_groups(asked_questions(application))


def in_groups(questions: Sequence[Question]) -> list[Group]:
    """Questions gathered by page, pages in the order of their first question."""
    pages: dict[str, list[Question]] = {}
    for question in questions:
        pages.setdefault(question.group, []).append(question)
    return [Group(code, found[0].group_title, found) for code, found in pages.items()]


def lines(application: Application, group: Group, *, change: bool = True) -> list[Line]:
    """The answers of one page, each with the address that changes it."""
    address = reverse("application-questions", args=[application.pk, group.code])
    return [
        Line(
            question.label,
            spoken_answer(question, application.answers.get(question.code)),
            f"{address}?lalu=periksa#id_{question.code}" if change else "",
        )
        for question in group.questions
    ]


def profile_lines(enterprise: Enterprise) -> list[Line]:
    """What the application takes from the profile; its numbers of identity stay masked there."""
    return [
        Line(_("Nama usaha"), enterprise.name),
        Line("NIB", enterprise.nib),
        Line(_("Hasil penjualan setahun"), rupiah(enterprise.annual_sales)),
        Line(_("Mulai usaha"), date_long(enterprise.founded_on)),
        Line("NPWP", _("Ada") if enterprise.npwp_index is not None else _("Belum ada")),
    ]
