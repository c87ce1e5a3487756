"""The notices about the owner's turn outside the portal; texts are in templates/notifications."""

from datetime import date

from django.utils import translation

from applications.kinds.registry import outside_task
from applications.messages.for_members import notices_for_members
from applications.models import Application, OutsideResult, OutsideStep
from applications.selectors.outside_steps import step_due_on
from notifications.policies.notice import Notice


def begun(application: Application, step: OutsideStep) -> list[Notice]:
    """Return the notice that it is the owner's turn outside the portal, to all who act for them."""
    return notices_for_members(application, turn_of_step(application, step), key="outside.begun")


def reminder(
    application: Application, step: OutsideStep, *, number: int, has_passed: bool
) -> list[Notice]:
    """Return reminder `number` (2 is the last); `has_passed` where its date is past."""
    said = {**turn_of_step(application, step), "is_last": number == 2, "has_passed": has_passed}
    return notices_for_members(application, said, key="outside.reminder")


def reported(application: Application, step: OutsideStep) -> list[Notice]:
    """Return the receipt of a report, also to the owner whose helper made it."""
    context = {
        **_stage_names(step),
        "is_done": step.result == OutsideResult.DONE,
        "reference": step.number,
    }
    return notices_for_members(application, context, key="outside.reported")


def turn_of_step(application: Application, step: OutsideStep) -> dict[str, str]:
    """Return what a message says about the turn: what, where, until when."""
    task = outside_task(application, step.stage)
    due_on: date | None = step_due_on(application, step)
    words = {"by_on": due_on.isoformat() if due_on else "", "site": task.link}
    for language in ("id", "en"):
        with translation.override(language):
            words |= {f"todo_{language}": str(task.todo), f"place_{language}": str(task.place)}
    return {**_stage_names(step), **words}


def _stage_names(step: OutsideStep) -> dict[str, str]:
    return {"stage_id": step.stage.name_id, "stage_en": step.stage.name_en}
