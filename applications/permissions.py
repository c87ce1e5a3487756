"""Who may do what with an application; every refusal has a code with a message."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.scope import holds, is_auditor
from applications.lifecycle import EDITABLE_STATES, TABLE, Actor, TransitionRule, find_rule
from applications.models import Application, ApplicationEvent, Objection, OutsideResult
from enterprises.models import Member
from enterprises.selectors.posts import head_of, head_position, signs_for
from programs.enums import State, Transition
from programs.models import Stage


@dataclass(frozen=True)
class Permission:
    """Allowed, or refused with a code; `role` is the role in which the person may act.

    `params` fill the places of the refusal's message: `holder`, or `stage` and `earlier`, the
    stages that the person may not do and has done.
    """

    allowed: bool
    code: str = ""
    role: str = ""
    params: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.allowed


def applicant_role(user: User, application: Application) -> str:
    """Return `owner` or `helper` while the person acts for the enterprise, else an empty string."""
    acting = Member.objects.acting().filter(user=user, enterprise_id=application.enterprise_id)
    return str(next(iter(acting.values_list("role", flat=True)), ""))


def is_or_was_member(user: User, application: Application) -> bool:
    """Tell whether the person acts or acted for the enterprise, and so never reviews for it."""
    return Member.objects.filter(user=user, enterprise_id=application.enterprise_id).exists()


def may_edit(user: User, application: Application) -> Permission:
    """Tell whether the person, an applicant, may edit answers and documents in this state."""
    role = applicant_role(user, application)
    if not role:
        return Permission(False, "not_applicant")
    if application.state not in EDITABLE_STATES:
        return Permission(False, "not_editable", role)
    return Permission(True, role=role)


def may(user: User, name: str, application: Application) -> Permission:
    """Tell whether `user` may perform transition `name` on the application as it is now."""
    rule = find_rule(name, application.state)
    if rule is None:
        return Permission(False, "transition_not_possible")
    if rule.actor == Actor.SYSTEM:
        return Permission(False, "system_only")
    if rule.actor == Actor.APPLICANT:
        return _may_apply(user, name, application)
    return _may_review(user, rule, application)


def _may_apply(user: User, name: str, application: Application) -> Permission:
    role = applicant_role(user, application)
    if not role:
        return Permission(False, "not_applicant")
    return (
        may_sign(user, application, role)
        if name == Transition.SUBMIT
        else Permission(True, role=role)
    )


def may_sign(user: User, application: Application, role: str = "") -> Permission:
    """Tell whether the person, an applicant, may send what the enterprise declares.

    For a cooperative, CV, PT or group that is the chair or director alone; everyone else who acts
    for it may prepare.
    """
    enterprise = application.enterprise
    if signs_for(user, enterprise):
        return Permission(True, role=role)
    head = head_of(enterprise)
    params = {
        "position": str(head_position(enterprise).label),
        "name": head.user.get_full_name() if head else "",
    }
    if head is None:
        return Permission(False, "no_head", role, params)
    return Permission(False, "only_head", role, params)


def allowed_transitions(user: User, application: Application) -> list[str]:
    """Return the transitions `user` may perform now, in the order of the table."""
    names = dict.fromkeys(rule.name for rule in TABLE if application.state in rule.sources)
    return [str(name) for name in names if may(user, name, application)]


def may_claim(user: User, application: Application) -> Permission:
    """Tell whether the person may hold a waiting application, whoever holds it now.

    The question is whether they may perform the transition that its stage waits for.
    """
    rule = _forward_rule(application)
    if rule is None:
        return Permission(False, "transition_not_possible")
    return _may_review(user, rule, application, whoever_holds_it=True)


def may_note(user: User, application: Application) -> Permission:
    """Tell whether an official who sees the application may write notes for colleagues."""
    if is_auditor(user):
        return Permission(False, "auditors_read")
    return may_read_notes(user, application)


def may_read_notes(user: User, application: Application) -> Permission:
    """Tell whether an official who sees the application may read what colleagues noted."""
    if is_or_was_member(user, application):
        return Permission(False, "own_file")
    return Permission(True)


def may_message(user: User, application: Application) -> Permission:
    """Tell whether the person may write to the applicant: whoever holds the role of the stage."""
    stage = acting_stage(application)
    if stage is None or application.state in (State.DRAFT, State.WITHDRAWN):
        return Permission(False, "transition_not_possible")
    if not holds_role(user, stage, application):
        return Permission(False, "not_your_stage")
    if is_or_was_member(user, application):
        return Permission(False, "own_file")
    return Permission(True, role=stage.role)


def may_copy(user: User, application: Application) -> Permission:
    """Tell whether the person may start again with what a closed application said."""
    role = applicant_role(user, application)
    return Permission(True, role=role) if role else Permission(False, "not_applicant")


# Who may write the review of an objection; only the deciding role answers it.
OBJECTION_ROLES = (Role.VERIFIER, Role.ANALYST, Role.CURATOR, Role.DECIDER)


def may_object(user: User, application: Application) -> Permission:
    """Tell whether the person may object to the refusal: an owner, not a helper for them."""
    role = applicant_role(user, application)
    if not role:
        return Permission(False, "not_applicant")
    if role != Role.OWNER:
        return Permission(False, "owner_objects", role)
    if application.state != State.REJECTED:
        return Permission(False, "transition_not_possible", role)
    return Permission(True, role=role)


def may_record_objection(user: User, application: Application) -> Permission:
    """Tell whether the person, an official in scope, may record an objection handed in on paper.

    Whoever did a step of the file may not, so that nobody holds back an objection to their own
    step.
    """
    allowed = may_record_delivery(user, application)
    if not allowed:
        return allowed
    if application.state != State.REJECTED:
        return Permission(False, "transition_not_possible", allowed.role)
    if _did_a_step(user, application):
        return Permission(False, "handled_the_file", allowed.role)
    return allowed


def may_review_objection(user: User, application: Application) -> Permission:
    """Tell whether the person, an official in scope, may review an objection to its refusal.

    They hold the role of one of its stages, as whoever opens its documents does. Whoever did a step
    of the file may not; the database refuses it too.
    """
    staged = {stage.role for stage in review_stages(application)}
    role = _held(user, [role for role in OBJECTION_ROLES if role in staged], application)
    if not role:
        return Permission(False, "not_your_stage")
    if is_or_was_member(user, application):
        return Permission(False, "own_file", role)
    if _did_a_step(user, application):
        return Permission(False, "did_a_step", role)
    return Permission(True, role=role)


def _did_a_step(user: User, application: Application) -> bool:
    people = (application.recommended_by_id, application.decided_by_id, application.created_by_id)
    return user.pk in people or application.events.filter(actor=user).exists()


def may_answer_objection(user: User, application: Application, objection: Objection) -> Permission:
    """Tell whether the person may answer a reviewed objection: the deciding role, not the reviewer.

    Nor whoever recorded it from paper. It may be the official who decided: an objection goes to
    them, the appeal to their superior.
    """
    stage = review_stages(application)[-1]
    if not holds_role(user, stage, application):
        return Permission(False, "not_your_stage")
    if is_or_was_member(user, application):
        return Permission(False, "own_file", stage.role)
    if user.pk == objection.reviewed_by_id:
        return Permission(False, "reviewer_answers", stage.role)
    if objection.received_on is not None and user.pk == objection.filed_by_id:
        return Permission(False, "recorder_answers", stage.role)
    return Permission(True, role=stage.role)


def may_record_delivery(user: User, application: Application) -> Permission:
    """Tell whether the person may record that the notice of a refusal was handed over.

    Never whoever refused: the record starts the time to object to their own decision. The database
    refuses it too.
    """
    role = _held(user, (*OBJECTION_ROLES, Role.ADMIN), application)
    if not role:
        return Permission(False, "not_your_stage")
    if is_or_was_member(user, application):
        return Permission(False, "own_file", role)
    if user.pk == application.decided_by_id:
        return Permission(False, "decider_records", role)
    return Permission(True, role=role)


def _held(user: User, roles: Iterable[Role], application: Application) -> str:
    """Return the first of the roles that the person holds for the application's office."""
    field, regency = application.scheme.agency_field, application.office_regency
    found = (r for r in roles if holds(user, r, field=field, regency_code=regency))
    return str(next(found, ""))


def acting_stage(application: Application) -> Stage | None:
    """Return the stage whose role acts now: the first one while review has not started."""
    if application.stage is not None:
        return application.stage
    if application.state == State.SUBMITTED:
        return review_stages(application)[0]
    return None


def review_stages(application: Application) -> list[Stage]:
    """Return the stages up to the decision, in order, including those of outside parties."""
    return [s for s in application.edition.stages.all() if s.exit]


def office_stages(application: Application) -> list[Stage]:
    """Return the stages of the office itself, in order."""
    return [s for s in application.edition.stages.all() if not s.is_outside]


def stages_after_decision(application: Application) -> list[Stage]:
    """Return the stages that follow the decision outside the office, in order."""
    return [s for s in application.edition.stages.all() if not s.exit]


def stages_left_open(name: str, application: Application) -> list[Stage]:
    """Return the stages outside the office that transition `name` would leave open.

    What an owner has reported as done is not; nobody reports yet what a partner does.
    """
    if name != Transition.COMPLETE or not (after := stages_after_decision(application)):
        return []
    done = application.outside_steps.filter(result=OutsideResult.DONE)
    keys = set(done.values_list("stage_id", flat=True))
    return [stage for stage in after if stage.pk not in keys]


def may_report(user: User, application: Application) -> Permission:
    """Tell whether the person may report a step outside the portal: an owner, or a helper."""
    role = applicant_role(user, application)
    return Permission(True, role=role) if role else Permission(False, "not_applicant")


def earlier_reviewers(application: Application, stage: Stage) -> set[int]:
    """Return the keys of those who recommended it or passed the previous stage of the office."""
    acted = {*_earlier_acts(application, stage).values_list("actor", flat=True)}
    return {key for key in (*acted, application.recommended_by_id) if key is not None}


def _earlier_acts(application: Application, stage: Stage) -> QuerySet[ApplicationEvent]:
    before = [s for s in office_stages(application) if s.position < stage.position]
    done = Q(transition=Transition.RECOMMEND)
    if before:
        done |= Q(transition=Transition.PASS_STAGE, from_stage=before[-1].pk)
    return application.events.filter(done)


def holds_role(user: User, stage: Stage, application: Application) -> bool:
    """Tell whether a posting of the person has the role of the stage in the office of the file."""
    return holds(
        user,
        Role(stage.role),
        field=application.scheme.agency_field,
        regency_code=application.office_regency,
    )


def _forward_rule(application: Application) -> TransitionRule | None:
    """Return what the present stage waits for; None unless the office has to act."""
    if application.state == State.SUBMITTED:
        return find_rule(Transition.START_REVIEW, application.state)
    stage = application.stage
    if application.state != State.IN_REVIEW or stage is None:
        return None
    return next((rule for rule in TABLE if rule.exit and rule.exit == stage.exit), None)


def _may_review(
    user: User, rule: TransitionRule, application: Application, *, whoever_holds_it: bool = False
) -> Permission:
    stage = acting_stage(application)
    if stage is None:
        return Permission(False, "transition_not_possible")
    if not holds_role(user, stage, application):
        return Permission(False, "not_your_stage")
    if is_or_was_member(user, application):
        return Permission(False, "own_file")
    if rule.exit is not None and stage.exit != rule.exit:
        return Permission(False, "wrong_stage", stage.role)
    if not whoever_holds_it and application.claimed_by_id not in (None, user.pk):
        holder = {"holder": str(application.claimed_by)}
        return Permission(False, "held_by_another", stage.role, holder)
    if stage.second_person and user.pk in earlier_reviewers(application, stage):
        return Permission(False, "four_eyes", stage.role, _both_stages(user, application, stage))
    return Permission(True, role=stage.role)


def _both_stages(user: User, application: Application, stage: Stage) -> dict[str, str]:
    """Return the names of the stage and of the latest one that the person did before it."""
    acts = _earlier_acts(application, stage).filter(actor=user).select_related("from_stage")
    latest = acts.order_by("id").last()
    earlier = latest.from_stage.name if latest and latest.from_stage else ""
    return {"stage": stage.name, "earlier": earlier}
