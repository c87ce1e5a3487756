"""The actions that the page of an application offers to an official."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.enums import role_label
from accounts.models import User
from applications.admin.file.forms import ActionForm
from applications.admin.file.labels import action_label
from applications.lifecycle import QUEUE_STATES, TABLE, Actor, find_rule
from applications.messages.refusals import PERMISSION
from applications.models import Application
from applications.permissions import acting_stage, allowed_transitions, is_or_was_member, may
from programs.enums import State, Transition
from programs.models import ReasonText

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
    """One action; `style` is likely, other or grave; `is_open` expands its form."""

    name: str
    label: str
    needs_reason: bool
    asks_fields: bool
    reasons: Sequence[ReasonText]
    style: str
    is_open: bool
    reason: str
    error: str


@dataclass(frozen=True)
class ClaimStatus:
    """Who has claimed the application, and whether the official may claim it."""

    holder: str
    is_mine: bool
    may_take: bool
    may_take_over: bool


def action_choices(
    user: User, application: Application, form: ActionForm, *, is_blocked: bool
) -> list[ActionChoice]:
    """Return the reviewer's allowed actions: the likely one first, rejection last."""
    names = [
        name
        for name in allowed_transitions(user, application)
        if (rule := find_rule(name, application.state)) and rule.actor == Actor.STAGE_ROLE
    ]
    likely = _likely(names, is_blocked=is_blocked)
    ordered = sorted(names, key=lambda n: (n != likely, n == Transition.REJECT))
    return [_choice(application, name, likely, form) for name in ordered]


def reason_for_no_action(user: User, application: Application) -> str:
    """Explain why the official has no action; empty when the state itself allows none."""
    codes = [
        permission.code
        for rule in TABLE
        if application.state in rule.sources and rule.actor == Actor.STAGE_ROLE
        if not (permission := may(user, rule.name, application))
    ]
    about_the_person = [c for c in codes if c not in ("wrong_stage", "transition_not_possible")]
    return str(PERMISSION[about_the_person[0]]) if about_the_person else ""


def acting_role(application: Application) -> str:
    """Return the label of the role that has to act; empty unless the office has to act."""
    stage = acting_stage(application)
    waits = application.state in QUEUE_STATES
    return role_label(stage.role) if stage and waits else ""


def claim_status_of(user: User, application: Application, *, has_stage_role: bool) -> ClaimStatus:
    """Return who has claimed it; `has_stage_role` when the user's role acts in the stage."""
    waits = application.state in QUEUE_STATES
    could = waits and has_stage_role and not is_or_was_member(user, application)
    held_by = application.claimed_by
    return ClaimStatus(
        holder=str(held_by) if held_by else "",
        is_mine=waits and application.claimed_by_id == user.pk,
        may_take=could and held_by is None,
        may_take_over=could and held_by is not None and application.claimed_by_id != user.pk,
    )


def _likely(names: Sequence[str], *, is_blocked: bool) -> str:
    if is_blocked and Transition.REQUEST_REVISION in names:
        return Transition.REQUEST_REVISION
    return next((name for name in _FORWARD if name in names), names[0] if names else "")


def _choice(application: Application, name: str, likely: str, form: ActionForm) -> ActionChoice:
    rule = find_rule(name, application.state)
    is_likely = name == likely and application.state != State.APPROVED
    was_pressed = form.text("action") == name
    return ActionChoice(
        name=name,
        label=action_label(application, name),
        needs_reason=rule is not None and rule.reason_required,
        asks_fields=name == Transition.REQUEST_REVISION,
        reasons=[r for r in application.edition.reason_texts.all() if r.transition == name],
        style="grave" if name == Transition.REJECT else "likely" if is_likely else "other",
        is_open=is_likely or was_pressed,
        reason=form.text("reason") if was_pressed else "",
        error=form.error_of_reason() if was_pressed else "",
    )
