"""The actions that the page of an application offers to an official."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.enums import role_label
from accounts.models import User
from applications.admin.application_page.forms import ActionForm
from applications.admin.application_page.labels import action_label
from applications.admin.application_page.recommendation import OpinionChoice, opinion_choices
from applications.lifecycle import QUEUE_STATES, TABLE, Actor, find_rule
from applications.messages.refusals import PERMISSION
from applications.models import Application
from applications.permissions import (
    acting_stage,
    allowed_transitions,
    may,
    stages_left_open,
)
from applications.policies.opinions import is_against, likely_decision
from applications.policies.reasons import is_for_applicant
from programs.enums import State, Transition

# In order of preference: the first allowed one is the likely next action.
_FORWARD = (
    Transition.START_REVIEW,
    Transition.PASS_STAGE,
    Transition.RECOMMEND,
    Transition.APPROVE,
    Transition.COMPLETE,
)


@dataclass(frozen=True)
class ActionChoice:
    """One action; `style` is likely, other or grave; `is_open` expands its form.

    `reasons` are the ready ones that fit; those of a recommendation are with its `opinions`.
    `is_inside` when the applicant does not read the reason, `is_against` for a decision that
    contradicts the recommendation. `open_stages` are those outside the office that must be
    confirmed as open before the file is closed.
    """

    name: str
    label: str
    needs_reason: bool
    asks_fields: bool
    opinions: Sequence[OpinionChoice]
    reasons: Sequence[str]
    is_inside: bool
    is_against: bool
    open_stages: Sequence[str]
    is_confirmed: bool
    style: str
    is_open: bool
    reason: str
    error: str
    opinion_error: str
    confirmation_error: str


def action_choices(
    user: User, application: Application, form: ActionForm, *, is_blocked: bool
) -> list[ActionChoice]:
    """Return the reviewer's allowed actions: the likely one first, rejection last.

    The recommendation says which decision is likely; without one, a correction where a rule is
    broken (`is_blocked`), otherwise the step forward.
    """
    names = [
        name
        for name in allowed_transitions(user, application)
        if (rule := find_rule(name, application.state)) and rule.actor == Actor.STAGE_ROLE
    ]
    likely = _likely(names, application.opinion, is_blocked=is_blocked)
    ordered = sorted(names, key=lambda n: (n != likely, n == Transition.REJECT))
    return [_choice(application, name, likely, form) for name in ordered]


def reason_for_no_action(user: User, application: Application) -> str:
    """Explain why the official has no action; empty when the state itself allows none."""
    refusals = [
        permission
        for rule in TABLE
        if application.state in rule.sources and rule.actor == Actor.STAGE_ROLE
        if not (permission := may(user, rule.name, application))
    ]
    of_the_stage = ("wrong_stage", "transition_not_possible")
    about_the_person = [each for each in refusals if each.code not in of_the_stage]
    if not about_the_person:
        return ""
    return str(PERMISSION[about_the_person[0].code]) % about_the_person[0].params


def acting_role(application: Application) -> str:
    """Return the label of the role that acts or, for a stage outside the office, records.

    Empty unless the application waits.
    """
    stage = acting_stage(application)
    waits = application.state in QUEUE_STATES
    return role_label(stage.role) if stage and waits else ""


def _likely(names: Sequence[str], opinion: str, *, is_blocked: bool) -> str:
    if likely_decision(opinion) == Transition.REJECT and Transition.REJECT in names:
        return Transition.REJECT
    if is_blocked and Transition.REQUEST_REVISION in names:
        return Transition.REQUEST_REVISION
    return next((name for name in _FORWARD if name in names), names[0] if names else "")


def _choice(application: Application, name: str, likely: str, form: ActionForm) -> ActionChoice:
    rule = find_rule(name, application.state)
    is_likely = name == likely and application.state != State.APPROVED
    was_pressed = form.text("action") == name
    open_stages = [stage.name for stage in stages_left_open(name, application)]
    return ActionChoice(
        name=name,
        label=action_label(application, name),
        needs_reason=bool(open_stages) or (rule is not None and rule.reason_required),
        asks_fields=name == Transition.REQUEST_REVISION,
        opinions=opinion_choices(application, form) if name == Transition.RECOMMEND else (),
        reasons=_ready_reasons(application, name),
        is_inside=not is_for_applicant(name),
        is_against=is_against(name, application.opinion),
        open_stages=open_stages,
        is_confirmed=was_pressed and form.confirms_open_stages,
        style="grave" if name == Transition.REJECT else "likely" if is_likely else "other",
        is_open=is_likely or was_pressed,
        reason=form.text("reason") if was_pressed else "",
        error=form.error_of("reason") if was_pressed else "",
        opinion_error=form.error_of("opinion") if was_pressed else "",
        confirmation_error=form.error_of("open_stages_confirmed") if was_pressed else "",
    )


def _ready_reasons(application: Application, name: str) -> list[str]:
    """Return those for any opinion, and for a decision those after the one that was given."""
    if is_against(name, application.opinion):
        # It needs a reason of its own.
        return []
    fitting = {"", application.opinion if name != Transition.RECOMMEND else ""}
    return [
        reason.text
        for reason in application.edition.reason_texts.all()
        if reason.transition == name and reason.opinion in fitting
    ]
