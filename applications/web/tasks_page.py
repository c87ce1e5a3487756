"""The task list of an application that is with its applicant."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.kinds.outcome import OutcomeTask
from applications.kinds.registry import outcome_of
from applications.models import Application
from applications.selectors.status import ApplicationStatus, DocumentStatus
from applications.web.answers import groups_of
from applications.web.corrections import Correction
from programs.shared.questions import Group


@dataclass(frozen=True)
class Task:
    """One line; without `url` it cannot be started yet."""

    title: str
    url: str
    kind: str
    status: str
    hint: str = ""


def task_list(
    application: Application, status: ApplicationStatus, corrections: Sequence[Correction]
) -> list[Task]:
    """Question pages, documents, then checking and sending."""
    asked = {item.field for item in corrections}
    tasks = [_questions(application, group, asked) for group in groups_of(application)]
    tasks.append(_documents(application, status))
    tasks += [_of_outcome(task) for task in outcome_of(application).tasks(application)]
    is_ready = all(task.kind == "done" for task in tasks) or bool(asked)
    url = reverse("application-check", args=[application.pk]) if is_ready else ""
    ready = _("Kirim setelah diperbaiki") if asked else _("Siap dikirim")
    state = ("turn", ready) if is_ready else ("todo", _("Belum dapat dimulai"))
    return [*tasks, Task(_("Periksa jawaban dan kirim"), url, *state)]


def _of_outcome(task: OutcomeTask) -> Task:
    kind, words = ("done", _("Selesai")) if task.is_done else ("todo", _("Belum diisi"))
    return Task(task.title, task.url, kind, words, task.hint)


def _questions(application: Application, group: Group, asked: set[str]) -> Task:
    url = reverse("application-questions", args=[application.pk, group.code])
    if any(f"answers.{question.code}" in asked for question in group.questions):
        return Task(group.title, url, "turn", _("Perbaiki"))
    if group.is_answered(application.answers):
        return Task(group.title, url, "done", _("Selesai"))
    if group.is_begun(application.answers):
        return Task(group.title, url, "turn", _("Lanjutkan"))
    return Task(group.title, url, "todo", _("Belum diisi"))


def _documents(application: Application, status: ApplicationStatus) -> Task:
    required = [row for row in status.documents if row.required]
    have = [row for row in required if row.has_file]
    url = reverse("application-documents", args=[application.pk])
    hint = _("%(have)s dari %(all)s terunggah") % {"have": len(have), "all": len(required)}
    if any(row.status == DocumentStatus.TO_CORRECT for row in status.documents):
        return Task(_("Dokumen"), url, "turn", _("Perbaiki"), hint)
    if len(have) == len(required):
        return Task(_("Dokumen"), url, "done", _("Selesai"), hint)
    if have:
        return Task(_("Dokumen"), url, "turn", _("Lanjutkan"), hint)
    return Task(_("Dokumen"), url, "todo", _("Belum diunggah"), hint)
