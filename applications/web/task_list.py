"""The task list of an application that the applicant may edit."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.kinds.outcome import OutcomeTask
from applications.kinds.registry import outcome_of
from applications.models import Application
from applications.selectors.documents import DocumentStatus
from applications.selectors.status import ApplicationStatus
from applications.web.answers import groups_of
from applications.web.corrections import Correction, particulars_to_correct
from programs.shared.questions import Group


@dataclass(frozen=True)
class Task:
    """One line; without `url` it cannot be started yet."""

    title: str
    url: str
    style: str
    status: str
    hint: str = ""
    is_done: bool = False


def task_list(
    application: Application, status: ApplicationStatus, corrections: Sequence[Correction]
) -> list[Task]:
    """Return the pages of questions, the documents, then checking and sending."""
    to_correct = {item.field for item in corrections}
    tasks = [_questions(application, group, to_correct) for group in groups_of(application)]
    tasks += _profile(application, corrections)
    tasks.append(_documents(application, status))
    tasks += [_of_outcome(task) for task in outcome_of(application).tasks(application)]
    is_ready = all(task.is_done for task in tasks) or bool(to_correct)
    url = reverse("application-check", args=[application.pk]) if is_ready else ""
    ready = _("Kirim setelah diperbaiki") if to_correct else _("Siap dikirim")
    state = ("turn", ready) if is_ready else ("todo", _("Belum dapat dimulai"))
    return [*tasks, Task(_("Periksa jawaban dan kirim"), url, *state)]


def _profile(application: Application, corrections: Sequence[Correction]) -> list[Task]:
    """Return the task to correct the enterprise's profile, where the office asked for that."""
    asked = particulars_to_correct(corrections)
    if not asked:
        return []
    hint = "; ".join(item.label for item in asked)
    return [Task(_("Profil usaha"), asked[0].url, "turn", _("Perbaiki"), hint)]


def _of_outcome(task: OutcomeTask) -> Task:
    style, words = ("done", _("Selesai")) if task.is_done else ("todo", _("Belum diisi"))
    return Task(task.title, task.url, style, words, task.hint, is_done=task.is_done)


def _questions(application: Application, group: Group, to_correct: set[str]) -> Task:
    url = reverse("application-questions", args=[application.pk, group.code])
    if any(f"answers.{question.code}" in to_correct for question in group.questions):
        return Task(group.title, url, "turn", _("Perbaiki"))
    if group.is_answered(application.answers):
        return Task(group.title, url, "done", _("Selesai"), is_done=True)
    if group.is_started(application.answers):
        return Task(group.title, url, "turn", _("Lanjutkan"))
    return Task(group.title, url, "todo", _("Belum diisi"))


def _documents(application: Application, status: ApplicationStatus) -> Task:
    required = [row for row in status.documents if row.required]
    uploaded = [row for row in required if row.has_file]
    url = reverse("application-documents", args=[application.pk])
    hint = _("%(have)s dari %(all)s terunggah") % {"have": len(uploaded), "all": len(required)}
    if any(row.status == DocumentStatus.TO_CORRECT for row in status.documents):
        return Task(_("Dokumen"), url, "turn", _("Perbaiki"), hint)
    if len(uploaded) == len(required):
        return Task(_("Dokumen"), url, "done", _("Selesai"), hint, is_done=True)
    if uploaded:
        return Task(_("Dokumen"), url, "turn", _("Lanjutkan"), hint)
    return Task(_("Dokumen"), url, "todo", _("Belum diunggah"), hint)
