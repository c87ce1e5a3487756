"""Letters of the office about an application: written with the decision, sent to the applicant."""

from typing import Final

from accounts.enums import Role, role_label
from accounts.models import Agency
from accounts.selectors.scope import agency_where
from applications.kinds.registry import outcome_of
from applications.messages.letter_values import given_in, values_of
from applications.messages.letters import notices_of_letter
from applications.messages.silence import statement_texts
from applications.models import Application, ApplicationEvent
from applications.selectors.deemed_approval import office_of
from applications.selectors.letters import application_id_of, subject_of
from applications.selectors.objections import lifted_by
from common.dates.clock import local_date
from common.jobs.workers import wake_worker_on_commit
from common.text.formats import date_short
from letters.enums import LetterAction
from letters.models import Letter, LetterTemplate
from letters.services.drafting import FollowUp, Subject, draft
from letters.services.signing import SIGN_TASK, signs_with_decision
from letters.services.statements import write_statement
from letters.services.status import MAX_REASON, lift
from notifications.services.outbox import enqueue_all
from programs.enums import Transition
from reference.selectors.calendar import due_date
from reference.selectors.parameters import number

STATEMENT_KIND: Final = "deemed-approval"
# Working days until the letter that follows such a statement is signed.
FOLLOW_DAYS_KEY: Final = "letter.follow"
# Those who prepared the decision: the letter shows their initials (paraf).
_INITIALLED: Final = frozenset({Transition.PASS_STAGE, Transition.RECOMMEND})


def write_letters(application: Application, event: ApplicationEvent) -> None:
    """Write the letters that the edition foresees for the new state, in the same transaction.

    Where the decider holds the position that signs and the signer asks for no secret, the decision
    is the act of signing; every other letter waits in the tray of the position. Letters about a
    refusal end with it. Where silence approved, a statement says so at once, and the letters follow
    it.
    """
    if event.transition == Transition.REOPEN:
        reason = event.reason[:MAX_REASON]
        lift(subject_of(application), reason, by=lifted_by(application))
    is_silence = event.actor is None and event.transition == Transition.APPROVE
    if event.from_state == event.to_state or (event.actor is None and not is_silence):
        return
    templates = list(
        LetterTemplate.objects.filter(edition=application.edition, state=event.to_state)
    )
    agency = _agency(application, event) if templates else None
    if agency is None:
        return
    subject = _subject(application, event)
    debt = _debt(application, event, agency, subject) if is_silence else None
    for template in templates:
        # A letter that waits for another year is signed by whoever holds the position then.
        is_act = (
            event.actor is not None
            and subject.not_before is None
            and signs_with_decision(event.actor, agency, template.signer)
        )
        draft(template, agency, subject, asked_by=event.actor if is_act else None, debt=debt)
    wake_worker_on_commit(SIGN_TASK)


def letter_changed(letter: Letter, action: LetterAction, reason: str) -> None:
    """Tell the applicant what became of a letter, then the kind; in `settings.LETTER_LISTENERS`."""
    application_id = application_id_of(letter.subject)
    if application_id is None:
        return
    application = Application.objects.select_related("scheme", "enterprise").get(pk=application_id)
    enqueue_all(notices_of_letter(application, letter, action, reason))
    outcome_of(application).on_letter(application, letter, action, reason)


def _agency(application: Application, event: ApplicationEvent) -> Agency | None:
    """Return the office at which the decision was taken, or which was silent."""
    if event.actor is None:
        return office_of(application)
    return agency_where(
        event.actor,
        Role(event.actor_role),
        field=application.scheme.agency_field,
        regency_code=application.office_regency,
    )


def _debt(
    application: Application, event: ApplicationEvent, agency: Agency, subject: Subject
) -> FollowUp:
    """Write the statement that silence approved; return it with the last day of its letter."""
    today = local_date(event.at)
    sign_by = due_date(today, number(FOLLOW_DAYS_KEY, today))
    titles, bodies = statement_texts(application, event, agency.name, sign_by)
    statement = write_statement(STATEMENT_KIND, agency, subject, titles=titles, bodies=bodies)
    return FollowUp(statement, sign_by)


def _subject(application: Application, event: ApplicationEvent) -> Subject:
    return Subject(
        name=subject_of(application),
        label=application.number,
        holder=application.enterprise.name,
        values=values_of(application, event.reason),
        trail=_trail(application),
        given=given_in(application),
        not_before=outcome_of(application).letter_not_before(application),
    )


def _trail(application: Application) -> list[dict[str, str]]:
    events = application.events.filter(transition__in=_INITIALLED, actor__isnull=False)
    steps = [
        (each.actor.get_full_name(), role_label(each.actor_role), date_short(local_date(each.at)))
        for each in events.select_related("actor").order_by("id")
        if each.actor is not None
    ]
    # Two steps of one person on one day count as one initial.
    return [{"name": name, "role": role, "day": day} for name, role, day in dict.fromkeys(steps)]
