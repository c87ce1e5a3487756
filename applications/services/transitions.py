"""The only code that writes state: web, API, admin, bulk actions and tasks all call it."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from applications.kinds.registry import outcome_of
from applications.lifecycle import (
    Actor,
    ClaimMove,
    StageMove,
    TransitionRule,
    claim_after,
    find_rule,
    stage_after,
    targets_of,
)
from applications.messages.events import notices_of
from applications.messages.outside_steps import begun
from applications.messages.refusals import PERMISSION
from applications.models import Application, ApplicationEvent, HoldingEnd, OutsideStep
from applications.permissions import Permission, may, review_stages, stages_left_open
from applications.policies.opinions import is_against
from applications.policies.search_words import answer_words
from applications.selectors.access import require_visible
from applications.selectors.assessments import Assessment, assessment_of
from applications.selectors.authority import belongs_to_province
from applications.selectors.changes import changes_since_request
from applications.services import guards
from applications.services.attachments import freeze
from applications.services.authorization import require
from applications.services.clock import due_on
from applications.services.consents import require_consent
from applications.services.corrections import requested_correction
from applications.services.decision_notices import expect_delivery
from applications.services.holdings import move_claim
from applications.services.locking import lock, lock_with_enterprise
from applications.services.office_letters import write_letters
from applications.services.outside_steps import move_step
from applications.services.owner_notices import tell_owner_of
from common.dates import clock
from common.errors import Conflict, InvalidInput
from notifications.services.outbox import enqueue_all
from programs.enums import State, Transition
from programs.models import Stage
from programs.selectors.catalogue import edition_on

MAX_REASON = 4000
# These judge the enterprise's profile with the file, so it is locked meanwhile.
_JUDGED: Final = frozenset({Transition.SUBMIT, Transition.APPROVE})
# Transitions of officials that the system may perform too; where the office was silent, the last.
_SYSTEM_TOO: Final = frozenset({Transition.COMPLETE, Transition.START_REVIEW, Transition.APPROVE})


def perform(
    actor: User,
    application_id: int,
    name: str,
    *,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> Application:
    """Perform transition `name` and return the application.

    State, history, the outcome of the kind and messages are written in one transaction.

    `data.stage` names the stage the actor saw; if the file has left it, that is a conflict.
    Repeating a transition that the same actor has already performed changes nothing. Locks the
    application row, and then the enterprise for what judges both. Raises NotFound,
    NotPermitted, InvalidInput (all errors at once) and Conflict (with what changed since).
    """
    details = dict(data or {})
    if name not in set(Transition):
        raise InvalidInput("unknown_transition", _("Tindakan ini tidak dikenal."), field="name")
    require_visible(actor, application_id)
    if name == Transition.SUBMIT:
        require_consent(actor)
    return _perform(actor, application_id, name, _clean_reason(reason), details)


def perform_as_system(application_id: int, name: Transition, *, reason: str = "") -> Application:
    """Perform a transition that belongs to the system, such as `lapse`; return the application.

    `complete` is the system's as well as an official's; `approve`, with a review that had not
    begun, where the office was silent (`applications.services.deemed_approval`). Its guard says
    when it is due. Locks the application row. Raises NotPermitted for a transition of a person,
    Conflict where it is not due or the application has moved on.
    """
    return _perform(None, application_id, name, _clean_reason(reason), {})


def _perform(
    actor: User | None, application_id: int, name: str, reason: str, details: dict[str, Any]
) -> Application:
    lock_rows = lock_with_enterprise if name in _JUDGED else lock
    with transaction.atomic():
        application = lock_rows(application_id)
        events = list(application.events.order_by("id"))
        rule = find_rule(name, application.state)
        if rule is None or _has_left_stage(application, details):
            if _is_repeat(actor, application, name, details, events):
                return application
            raise _stale(application, events)
        permission = _permission(actor, rule, application)
        if not permission:
            # A double click after a change of stage: the new stage may belong to another role.
            # Whoever names the stage as it is now has seen it, and means it.
            if not _names_stage(application, details) and _is_repeat(
                actor, application, name, details, events
            ):
                return application
            require(permission)
        guards.require_statement(application, rule, reason, details, events)
        guards.require_due(actor, rule, application, events)
        _prepare(application, rule)
        assessment = assessment_of(application)
        guards.check(name, assessment, details)
        event, step = _write(assessment, rule, actor, permission.role, reason, details, events)
        write_letters(application, event)
        outcome_of(application).on_transition(application, event)
        if name == Transition.REJECT:
            expect_delivery(event)
        enqueue_all(notices_of(application, event))
        if step is not None:
            enqueue_all(begun(application, step))
        if actor is not None:
            tell_owner_of(actor, application, event)
    return application


def _permission(actor: User | None, rule: TransitionRule, application: Application) -> Permission:
    if actor is not None:
        return may(actor, rule.name, application)
    if rule.actor == Actor.SYSTEM or rule.name in _SYSTEM_TOO:
        return Permission(True, role=Role.SYSTEM)
    return Permission(False, "not_your_stage")


def _clean_reason(reason: str) -> str:
    if not isinstance(reason, str) or "\x00" in reason or len(reason) > MAX_REASON:
        raise InvalidInput(
            "bad_reason",
            _("Alasan paling panjang %(limit)s huruf.") % {"limit": MAX_REASON},
            field="reason",
        )
    return reason.strip()


def _has_left_stage(application: Application, data: Mapping[str, Any]) -> bool:
    seen = data.get("stage")
    return bool(seen) and application.stage is not None and application.stage.code != seen


def _names_stage(application: Application, data: Mapping[str, Any]) -> bool:
    return application.stage is not None and application.stage.code == data.get("stage")


def _is_repeat(
    actor: User | None,
    application: Application,
    name: str,
    data: Mapping[str, Any],
    events: list[ApplicationEvent],
) -> bool:
    """Tell whether the actor has just done this; the opposite opinion is not a repeat.

    The system never repeats a step: for it the application has moved on, which is a conflict.
    """
    last = events[-1] if events else None
    return (
        actor is not None
        and last is not None
        and last.transition == name
        and last.actor_id == actor.pk
        and application.state in targets_of(name)
        and (name != Transition.RECOMMEND or last.data.get("opinion") == data.get("opinion"))
    )


def _stale(application: Application, events: list[ApplicationEvent]) -> Conflict:
    last = events[-1] if events else None
    params = {
        "state": application.state,
        "stage": application.stage.code if application.stage else None,
        "last_transition": last.transition if last else None,
    }
    return Conflict(
        "stale",
        _("Berkas ini sudah berubah sejak Anda membukanya. Muat ulang halaman."),
        params=params,
    )


def _prepare(application: Application, rule: TransitionRule) -> None:
    """Set edition, region and office of a draft to those of the day of submission, which govern."""
    if rule.name == Transition.SUBMIT and rule.sources == (State.DRAFT,):
        application.edition = edition_on(application.scheme.code, clock.today())
        application.regency_id = application.enterprise.regency_id
        application.at_province = belongs_to_province(application)


def _next_stage(application: Application, move: StageMove) -> Stage | None:
    stage = stage_after(move, application.stage, review_stages(application))
    if stage is None and move == StageMove.NEXT:
        raise Conflict("wrong_stage", str(PERMISSION["wrong_stage"]))
    return stage


def _write(
    assessment: Assessment,
    rule: TransitionRule,
    actor: User | None,
    role: str,
    reason: str,
    data: Mapping[str, Any],
    events: list[ApplicationEvent],
) -> tuple[ApplicationEvent, OutsideStep | None]:
    """Write state, history and due date; return the event, and the owner's turn that starts."""
    application, now = assessment.application, clock.now()
    event = ApplicationEvent(
        application=application,
        at=now,
        actor=actor,
        actor_role=role,
        transition=rule.name,
        from_state=application.state,
        to_state=rule.target,
        from_stage=application.stage,
        to_stage=_next_stage(application, rule.stage),
        reason=reason,
        data=_history_data(application, rule, data, events),
    )
    application.state = rule.target
    application.stage = event.to_stage
    application.updated_at = now
    _record_people(application, rule, actor, event)
    if rule.name == Transition.SUBMIT:
        _record_submission(assessment, event)
    event.save(force_insert=True)
    step = move_step(application, event)
    application.due_on = due_on(application, [*events, event])
    application.save()
    return event, step


def _record_people(
    application: Application, rule: TransitionRule, actor: User | None, event: ApplicationEvent
) -> None:
    if rule.name == Transition.RECOMMEND:
        application.recommended_by = actor
        application.opinion = event.data["opinion"]
    if rule.name in (Transition.APPROVE, Transition.REJECT):
        application.decided_by = actor
        application.decided_at = event.at
    if rule.name == Transition.REOPEN:
        application.decided_by = application.decided_at = None
    if rule.name == Transition.LAPSE:
        application.lapsed_at = event.at
    claim = claim_after(rule, event.actor_role, event.to_stage)
    if claim != ClaimMove.KEEP:
        holder = actor if claim == ClaimMove.TAKE else None
        move_claim(application, holder, ended_as=HoldingEnd.FINISHED, at=event.at)


def _record_submission(assessment: Assessment, event: ApplicationEvent) -> None:
    application, verdict = assessment.application, assessment.verdict
    freeze(application)
    application.answer_words = answer_words(assessment.questions, application.answers)
    if event.from_state == State.DRAFT:
        application.submitted_at = event.at
    application.verdict = {
        "on": clock.today().isoformat(),
        "eligible": verdict.eligible,
        "violations": [
            {"code": v.code, "severity": v.severity, "params": dict(v.params)}
            for v in verdict.violations
        ],
        "missing": list(verdict.missing),
    }


def _history_data(
    application: Application,
    rule: TransitionRule,
    data: Mapping[str, Any],
    events: list[ApplicationEvent],
) -> dict[str, Any]:
    """Return the part of the submitted data that the history stores; the rest is dropped.

    A request for correction also stores what was said until then, so that the next submission can
    be compared with it.
    """
    if rule.name == Transition.SUBMIT:
        if application.state == State.DRAFT:
            return {"declaration": True}
        return {"declaration": True, "changed": changes_since_request(application, events)}
    if rule.name != Transition.REQUEST_REVISION:
        return _kept_data(application, rule.name, data)
    return requested_correction(application, data)


def _kept_data(application: Application, name: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the kind accepts, the opinion, and what is unusual about the transition.

    That is a decision that contradicts the opinion, or stages outside the office that were open
    when the file was closed.
    """
    accepted = outcome_of(application).accepted_fields.get(name, frozenset())
    kept = {field: data[field] for field in sorted(accepted) if field in data}
    if name == Transition.RECOMMEND:
        kept["opinion"] = str(data["opinion"])
    if is_against(name, application.opinion):
        kept["against_recommendation"] = True
    if left_open := stages_left_open(name, application):
        kept["open_stages"] = [stage.code for stage in left_open]
    return kept
