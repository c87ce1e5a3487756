"""The stages of an application by name: what is done and by whom, where it is, what follows."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import role_label
from applications.models import Application
from applications.selectors.status import ApplicationStatus, StageProgress, StageRow
from programs.enums import State, Transition
from programs.models import Stage

_LEAVING = (Transition.PASS_STAGE, Transition.RECOMMEND, Transition.APPROVE, Transition.REJECT)
_WORDS: Mapping[str, str | Promise] = {
    StageProgress.DONE: gettext_lazy("selesai"),
    StageProgress.CURRENT: gettext_lazy("sekarang"),
    StageProgress.AHEAD: gettext_lazy("berikutnya"),
}


@dataclass(frozen=True)
class Step:
    """One stage; `who` did it or is to do it, `is_outside` when another party does.

    What an outside party has done was recorded by `who`.
    """

    name: str
    progress: str
    word: str
    who: str
    is_outside: bool


def steps(application: Application, status: ApplicationStatus) -> list[Step]:
    """Return every stage of the edition in order, also those of outside parties."""
    done_by = {
        row.from_stage.pk: row.actor_name or role_label(row.actor_role)
        for row in status.history
        if row.from_stage is not None and row.transition in _LEAVING
    }
    return [_step(application, row, done_by) for row in status.stages]


def _step(application: Application, row: StageRow, done_by: Mapping[int, str]) -> Step:
    stage = row.stage
    is_done = row.progress == StageProgress.DONE
    who = done_by.get(stage.pk, "") if is_done else _who_is_to_do(stage)
    return Step(
        name=stage.name,
        progress=str(row.progress),
        word=_word(application, row),
        who=who,
        is_outside=stage.is_outside,
    )


def _who_is_to_do(stage: Stage) -> str:
    """Return the role of an office's stage, or the applicant; another party is in its name."""
    if not stage.is_outside:
        return role_label(stage.role)
    return _("pelaku usaha") if stage.waits_for_applicant else ""


def _word(application: Application, row: StageRow) -> str:
    if row.progress == StageProgress.CURRENT and application.state == State.REVISION_REQUESTED:
        return _("menunggu perbaikan")
    return str(_WORDS[row.progress])
