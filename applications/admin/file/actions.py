"""What the official may do with a file, as the page offers it."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.enums import role_label
from accounts.models import User
from applications.admin.file.forms import ActionForm
from applications.admin.file.labels import button
from applications.lifecycle import QUEUE_STATES, TABLE, Actor, find_rule
from applications.messages.refusals import PERMISSION
from applications.models import Application
from applications.permissions import allowed_transitions, is_or_was_member, may, stage_at_work
from programs.enums import State, Transition
from programs.models import ReasonText

# The likely next action is the first of these that is allowed.
_FORWARD = (
    Transition.START_REVIEW,
    Transition.PASS_STAGE,
    Transition.RECOMMEND,
    Transition.APPROVE,
    Transition.COMPLETE,
)


@dataclass(frozen=True)
class ActionChoice:
    """One action; `look` is likely, other or grave; `is_open` unfolds its form."""

    name: str
    label: str
    needs_reason: bool
    asks_fields: bool
    reasons: Sequence[ReasonText]
    look: str
    is_open: bool
    reason: str
    error: str


@dataclass(frozen=True)
class Hold:
    """Who holds the file, and whether the official may take it."""

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
        if (rule := find_rule(name, application.state)) and rule.who == Actor.STAGE_ROLE
    ]
    likely = _likely(names, is_blocked=is_blocked)
    ordered = sorted(names, key=lambda n: (n != likely, n == Transition.REJECT))
    return [_choice(application, name, likely, form) for name in ordered]


def reason_for_no_action(user: User, application: Application) -> str:
    """Say why the official can do nothing now; empty where the state alone allows nothing."""
    codes = [
        permission.code
        for rule in TABLE
        if application.state in rule.sources and rule.who == Actor.STAGE_ROLE
        if not (permission := may(user, rule.name, application))
    ]
    about_the_person = [c for c in codes if c not in ("wrong_stage", "transition_not_possible")]
    return str(PERMISSION[about_the_person[0]]) if about_the_person else ""


def role_at_work(application: Application) -> str:
    """Return the label of the role whose turn it is; empty while the office has no turn."""
    stage = stage_at_work(application)
    waits = application.state in QUEUE_STATES
    return role_label(stage.role) if stage and waits else ""


def hold_of(user: User, application: Application, *, has_stage_role: bool) -> Hold:
    """Return who holds the file; `has_stage_role` when the stage at work is the person's."""
    waits = application.state in QUEUE_STATES
    could = waits and has_stage_role and not is_or_was_member(user, application)
    held_by = application.claimed_by
    return Hold(
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
        label=button(application, name),
        needs_reason=rule is not None and rule.reason_required,
        asks_fields=name == Transition.REQUEST_REVISION,
        reasons=[r for r in application.edition.reason_texts.all() if r.transition == name],
        look="grave" if name == Transition.REJECT else "likely" if is_likely else "other",
        is_open=is_likely or was_pressed,
        reason=form.text("reason") if was_pressed else "",
        error=form.error_of_reason() if was_pressed else "",
    )
