"""Letters of the office about an application: written with the decision, told to its applicant."""

from typing import Final

from accounts.enums import Role, role_label
from accounts.models import Agency
from accounts.selectors.scope import agency_where
from applications.kinds.registry import outcome_of
from applications.messages.letter_values import given_in, values_of
from applications.messages.letters import notices_of_letter
from applications.models import Application, ApplicationEvent
from applications.selectors.letters import application_id_of, subject_of
from applications.selectors.objections import lifted_by
from common.dates.clock import local_date
from common.formats import date_short
from common.workers import wake_worker_on_commit
from letters.enums import LetterAction
from letters.models import Letter, LetterTemplate
from letters.services.drafting import Subject, draft
from letters.services.signing import SIGN_TASK, signs_with_decision
from letters.services.standing import MAX_REASON, lift
from notifications.services.outbox import enqueue_all
from programs.enums import Transition

# Who prepared the decision: they stand on the letter as its initials (paraf).
_INITIALLED: Final = frozenset({Transition.PASS_STAGE, Transition.RECOMMEND})


def write_letters(application: Application, event: ApplicationEvent) -> None:
    """Write the letters that the edition foresees for the new state, in the same transaction.

    Where the decider holds the position that signs and the signer asks for no secret, the decision
    is the act of signing; every other letter waits in the tray of the position. What was written
    of a refusal ends with it.
    """
    if event.transition == Transition.REOPEN:
        reason = event.reason[:MAX_REASON]
        lift(subject_of(application), reason, by=lifted_by(application))
    if event.actor is None or event.from_state == event.to_state:
        return
    templates = list(
        LetterTemplate.objects.filter(edition=application.edition, state=event.to_state)
    )
    agency = _agency(application, event) if templates else None
    if agency is None:
        return
    subject = _subject(application, event)
    for template in templates:
        # What waits for another year is signed by whoever holds the position then.
        is_act = subject.not_before is None and signs_with_decision(
            event.actor, agency, template.signer
        )
        asked_by = event.actor if is_act else None
        draft(template, agency, subject, asked_by=asked_by)
    wake_worker_on_commit(SIGN_TASK)


def letter_changed(letter: Letter, action: LetterAction, reason: str) -> None:
    """Tell the applicant what became of a letter; named in `settings.LETTER_LISTENERS`."""
    application_id = application_id_of(letter.subject)
    if application_id is None:
        return
    application = Application.objects.select_related("scheme", "enterprise").get(pk=application_id)
    enqueue_all(notices_of_letter(application, letter, action, reason))


def _agency(application: Application, event: ApplicationEvent) -> Agency | None:
    """Return the office at which the decision was taken."""
    assert event.actor is not None  # noqa: S101 - the caller has asked
    return agency_where(
        event.actor,
        Role(event.actor_role),
        field=application.scheme.agency_field,
        regency_code=application.office_regency,
    )


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
    # Two steps of one person on one day are one initial.
    return [{"name": name, "role": role, "day": day} for name, role, day in dict.fromkeys(steps)]
