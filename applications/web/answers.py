"""Questions in pages, and answers as a person reads them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application
from applications.selectors.facts import Assessment
from common.formats import date_long, rupiah
from enterprises.models import Enterprise
from programs.messages.answers import spoken_answer
from programs.shared.questions import Group, in_groups


@dataclass(frozen=True)
class Line:
    """One answer on a summary."""

    label: str
    value: str
    change_url: str = ""


def groups_of(application: Application) -> list[Group]:
    """The pages of an application, in order, without questions whose condition does not hold."""
    return in_groups(Assessment(application).questions)


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
