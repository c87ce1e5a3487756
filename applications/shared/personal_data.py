"""The applications of a person, for the copy of their data (settings.PERSONAL_DATA)."""

from collections.abc import Mapping
from typing import Any, Final

from accounts.models import User
from applications.messages.objection_labels import objection_label
from applications.models import Application, ApplicationEvent, Objection, OutsideStep
from applications.policies.reasons import is_for_applicant
from common.text.formats import date_short, datetime_wib
from enterprises.enums import MemberRole
from enterprises.models import Member
from programs.selectors.labels import state_label

_MOST: Final = 500


def personal_data(user: User) -> Mapping[str, Any]:
    """Return the applications of enterprises that the person owns today, newest first.

    Reasons that officials write to each other are left out, as on the pages.
    """
    owned = Member.objects.filter(user=user, role=MemberRole.OWNER, until=None)
    applications = (
        Application.objects.filter(enterprise__in=owned.values("enterprise"))
        .select_related("scheme", "enterprise", "edition")
        .prefetch_related(
            "events",
            "objections",
            "applicant_messages",
            "outside_steps__stage",
            "edition__questions",
            "edition__outcome_words",
        )
        .order_by("-id")
    )
    return {"Pengajuan dan permohonan": [_application(each) for each in applications[:_MOST]]}


def _application(application: Application) -> dict[str, Any]:
    labels = {question.code: question.label for question in application.edition.questions.all()}
    return {
        "Nomor": application.number,
        "Program": application.scheme.name,
        "Usaha": application.enterprise.name,
        "Keadaan": state_label(application.edition, application.state),
        "Jawaban": {labels.get(code, code): said for code, said in application.answers.items()},
        "Riwayat": [_event(application, event) for event in application.events.all()],
        "Pesan dinas": [
            {"Pada": datetime_wib(each.at), "Pesan": each.text}
            for each in application.applicant_messages.all()
        ],
        "Keberatan": [_objection(each) for each in application.objections.all()],
        "Kabar dari luar portal": [
            _report(step) for step in application.outside_steps.all() if step.reported_at
        ],
    }


def _objection(objection: Objection) -> dict[str, Any]:
    """Return what the owner said and was answered; the review is the officials' own."""
    return {
        "Diajukan pada": date_short(objection.filed_on),
        "Alasan keberatan": objection.grounds,
        "Keadaan": objection_label(objection),
        "Dijawab paling lambat": date_short(objection.due_on),
        "Jawaban": objection.answer,
    }


def _event(application: Application, event: ApplicationEvent) -> dict[str, Any]:
    return {
        "Pada": datetime_wib(event.at),
        "Menjadi": state_label(application.edition, event.to_state),
        "Alasan": event.reason if is_for_applicant(event.transition) else "",
    }


def _report(step: OutsideStep) -> dict[str, Any]:
    return {
        "Langkah": step.stage.name,
        "Pada": datetime_wib(step.reported_at) if step.reported_at else "",
        "Kabar": step.get_result_display(),
        "Nomor": step.number,
        "Catatan": step.note,
    }
