"""The task list of an application that the applicant may edit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.kinds.outcome import OutcomeTask
from applications.kinds.registry import outcome_of
from applications.models import Application
from applications.policies.corrections import ENTERPRISE
from applications.selectors.assessments import assessment_of
from applications.selectors.documents import DocumentStatus
from applications.selectors.status import ApplicationStatus
from applications.services.guards import faults_before_sending
from applications.web.answers import groups_of
from applications.web.corrections import Correction, particulars_to_correct, profile_url
from applications.web.task_problems import Problems, problems_of
from common.dates import clock
from programs.enums import State
from programs.selectors.calls import closed_because
from programs.shared.lacks import lacks_in
from programs.shared.questions import Group

CORRECTED: Final = gettext_lazy("Sudah diubah")


@dataclass(frozen=True)
class Task:
    """One line; without `url` it cannot be started yet."""

    title: str
    url: str
    style: str
    status: str | Promise
    hint: str = ""
    is_done: bool = False


def task_list(
    application: Application,
    status: ApplicationStatus,
    corrections: Sequence[Correction],
    *,
    not_head: str = "",
) -> list[Task]:
    """Return the pages of questions, the documents, then checking and sending.

    `not_head` says who sends it where that is another than the reader.
    """
    to_correct = {item.field for item in corrections if not item.is_changed}
    corrected = {item.field for item in corrections if item.is_changed}
    problems = problems_of(application)
    tasks = [
        _with_problems(
            _questions(application, group, to_correct, corrected), problems.get(group.code)
        )
        for group in groups_of(application)
    ]
    tasks += _profile(application, corrections, problems.get(ENTERPRISE))
    tasks.append(_documents(application, status))
    tasks += [_of_outcome(task) for task in outcome_of(application).tasks(application)]
    # What the server would refuse is not marked ready.
    closed = application.state == State.DRAFT and closed_because(application.edition, clock.today())
    is_ready = not closed and not faults_before_sending(assessment_of(application))
    url = reverse("application-check", args=[application.pk]) if is_ready else ""
    ready = _("Kirim setelah diperbaiki") if to_correct else _("Siap dikirim")
    state = ("turn", ready) if is_ready else ("todo", _("Belum dapat dimulai"))
    if is_ready and not_head:
        state = ("done", _("Lengkap"))
    hint = " ".join(filter(None, [not_head, closed or ""]))
    return [*tasks, Task(_("Periksa jawaban dan kirim"), url, *state, hint=hint)]


def _with_problems(task: Task, problems: Problems | None) -> Task:
    """Show at the task what the rules find about it; what blocks must be corrected first."""
    if problems is None:
        return task
    if not problems.blocking:
        status = _("Ada catatan") if task.is_done else task.status
        return replace(task, status=status, hint=f"{task.hint} {problems.text}".strip())
    return replace(task, style="turn", status=_("Perbaiki"), hint=problems.text, is_done=False)


def _profile(
    application: Application, corrections: Sequence[Correction], problems: Problems | None
) -> list[Task]:
    """Return the task to correct the enterprise's profile, if the office or a rule asks for it."""
    asked = particulars_to_correct(corrections)
    if not asked and problems is not None:
        lacking = _lacking_profile(application)
        task = Task(_("Profil usaha"), profile_url(application), "done", _("Selesai"), is_done=True)
        return [_with_problems(each, problems) for each in lacking or [task]]
    if not asked:
        return _lacking_profile(application)
    left = [item for item in asked if not item.is_changed]
    hint = "; ".join(item.label for item in left or asked)
    if not left:
        task = Task(_("Profil usaha"), asked[0].url, "done", CORRECTED, hint, is_done=True)
        return [_with_problems(task, problems)]
    return [Task(_("Profil usaha"), left[0].url, "turn", _("Perbaiki"), hint)]


def _lacking_profile(application: Application) -> list[Task]:
    """Return the task to complete the profile, where the scheme needs what it lacks."""
    back = reverse("application", args=[application.pk])
    lacks = lacks_in(application.enterprise, application.edition, back=back)
    if lacks is None:
        return []
    return [Task(_("Profil usaha"), lacks.url, "turn", _("Lengkapi"), " ".join(lacks.texts))]


def _of_outcome(task: OutcomeTask) -> Task:
    style, words = ("done", _("Selesai")) if task.is_done else ("todo", _("Belum diisi"))
    if not task.is_required and not task.is_done:
        words = _("Boleh menyusul")
    return Task(task.title, task.url, style, words, task.hint, is_done=task.is_done)


def _questions(
    application: Application, group: Group, to_correct: set[str], corrected: set[str]
) -> Task:
    url = reverse("application-questions", args=[application.pk, group.code])
    fields = {f"answers.{question.code}" for question in group.questions}
    if fields & to_correct:
        return Task(group.title, url, "turn", _("Perbaiki"))
    answers = assessment_of(application).answers
    if group.is_answered(answers):
        status = CORRECTED if fields & corrected else _("Selesai")
        return Task(group.title, url, "done", status, is_done=True)
    if group.is_started(answers):
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
