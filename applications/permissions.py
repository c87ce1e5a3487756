"""Who may do what with an application; every refusal has a code with a message."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.scope import holds
from applications.lifecycle import EDITABLE_STATES, TABLE, Actor, TransitionRule, find_rule
from applications.models import Application
from enterprises.models import Member
from programs.enums import State, Transition
from programs.models import Stage


@dataclass(frozen=True)
class Permission:
    """Allowed, or refused with a code; `role` is the role in which the person may act."""

    allowed: bool
    code: str = ""
    role: str = ""

    def __bool__(self) -> bool:
        return self.allowed


def applicant_role(user: User, application: Application) -> str:
    """Return `owner` or `helper` while the person acts for the enterprise, else an empty string."""
    roles = Member.objects.filter(
        user=user, enterprise_id=application.enterprise_id, until__isnull=True
    ).values_list("role", flat=True)
    return str(next(iter(roles), ""))


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
    if rule.actor == Actor.APPLICANT:
        role = applicant_role(user, application)
        return Permission(True, role=role) if role else Permission(False, "not_applicant")
    return _may_review(user, rule, application)


def allowed_transitions(user: User, application: Application) -> list[str]:
    """Return the transitions `user` may perform now, in the order of the table."""
    names = dict.fromkeys(rule.name for rule in TABLE if application.state in rule.sources)
    return [str(name) for name in names if may(user, name, application)]


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


def _may_review(user: User, rule: TransitionRule, application: Application) -> Permission:
    stage = acting_stage(application)
    if stage is None:
        return Permission(False, "transition_not_possible")
    if not holds(
        user,
        Role(stage.role),
        field=application.scheme.agency_field,
        regency_code=application.regency_id,
    ):
        return Permission(False, "not_your_stage")
    if is_or_was_member(user, application):
        return Permission(False, "own_file")
    if rule.exit is not None and stage.exit != rule.exit:
        return Permission(False, "wrong_stage", stage.role)
    if application.claimed_by_id not in (None, user.pk):
        return Permission(False, "held_by_another", stage.role)
    if stage.second_person and _acted_before(user, application, stage):
        return Permission(False, "four_eyes", stage.role)
    return Permission(True, role=stage.role)


def _acted_before(user: User, application: Application, stage: Stage) -> bool:
    """Tell whether the person recommended it or passed the previous stage of the office."""
    if application.recommended_by_id == user.pk:
        return True
    before = [s for s in office_stages(application) if s.position < stage.position]
    done = Q(transition=Transition.RECOMMEND)
    if before:
        done |= Q(transition=Transition.PASS_STAGE, from_stage=before[-1].pk)
    return application.events.filter(done, actor=user).exists()
