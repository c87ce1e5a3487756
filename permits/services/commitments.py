"""Commitments of permits: begun with the record, reported once, with reminders before and after."""

from typing import IO, Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from applications.messages.refusals import REPORT
from applications.models import Application
from applications.models.attachment import OUTSIDE_DOCUMENT
from applications.permissions import may_report
from applications.policies.outside_steps import MAX_NUMBER, clean_number, number_fault
from applications.services.attachments import attach_frozen, store_of
from applications.services.authorization import require
from applications.services.locking import lock
from common.dates import clock
from common.errors import Conflict, FieldError, InvalidInput
from common.jobs.one_by_one import count_done
from enterprises.services.documents import cleaned
from notifications.services.outbox import enqueue_all
from permits.messages.commitments import passed, reminded
from permits.messages.refusals import REFUSAL
from permits.models import Commitment, CommitmentNotice, Permit
from permits.permissions import may_state
from permits.policies.commitments import (
    COMMITMENT_MONTHS_RULE,
    COMMITTED,
    OVERDUE,
    commitment_notice_due,
)
from permits.policies.ending import add_months
from permits.policies.status_table import IN_FORCE
from permits.selectors.commitments import commitment_of
from permits.selectors.permits import permit_for

_CHUNK: Final = 500


def begin_commitments(permit: Permit, application: Application) -> None:
    """Write what the holder of a document just recorded still has to do, in the same transaction.

    The months are the edition's; without them nothing is promised. What was reported of a record
    that this one corrects stays reported.
    """
    rules = application.edition.rules.all()
    values = (rule.value for rule in rules if rule.key == COMMITMENT_MONTHS_RULE)
    months = next((value for value in values if isinstance(value, int)), None)
    if months is None:
        return
    due_on = add_months(permit.issued_on, months)
    former = Commitment.objects.filter(
        permit__application=application, reported_at__isnull=False
    ).order_by("pk")
    done = {each.task: each for each in former}
    for task in COMMITTED.get(permit.kind, ()):
        row = Commitment(permit=permit, task=task, due_on=due_on)
        if task in done:
            _copy_report(done[task], row)
        row.save(force_insert=True)


def report_commitment(
    actor: User,
    permit_id: int,
    task: str,
    *,
    number: str = "",
    upload: IO[bytes] | None = None,
    filename: str = "",
) -> Commitment:
    """Report, once, that a commitment is met: with its number, a photo of the proof, or both.

    The file is cleaned before the row is locked. A late report is accepted. Raises NotFound,
    NotPermitted, InvalidInput (`proof_missing` and faults of the number), Conflict
    (`already_reported`, `not_in_force`), and what the document store raises.
    """
    permit = permit_for(actor, permit_id)
    require(may_state(actor, permit))
    commitment = commitment_of(permit, task)
    application = permit.application
    assert application is not None  # noqa: S101 - only what came of a file has commitments
    require(may_report(actor, application))
    _require_open(commitment)
    number = clean_number(number)
    _require_proof(number, has_file=upload is not None)
    version = None
    if upload is not None:
        kind, enterprise = OUTSIDE_DOCUMENT, application.enterprise
        with cleaned(actor, enterprise, kind=kind, upload=upload, filename=filename) as file:
            version = store_of(actor, application, file, kind=kind)
    with transaction.atomic():
        application = lock(application.pk)
        require(may_report(actor, application))
        locked = Commitment.objects.select_for_update(of=("self",)).select_related("permit")
        commitment = locked.get(pk=commitment.pk)
        _require_open(commitment)
        commitment.number = number
        commitment.attachment = attach_frozen(
            actor, application, version, requirement=OUTSIDE_DOCUMENT
        )
        commitment.reported_by, commitment.reported_at = actor, clock.now()
        commitment.save()
    return commitment


def attend_commitments() -> int:
    """Send what is due today, each once: to the holder reminders, to the office what is overdue.

    Return for how many permits; one transaction each. Nothing is revoked: that is for the issuer.
    """
    done = after = 0
    waiting = Commitment.objects.filter(permit=OuterRef("pk"), reported_at__isnull=True)
    told = CommitmentNotice.objects.filter(permit=OuterRef("pk"), days=OVERDUE)
    while True:
        rows = Permit.objects.filter(
            Exists(waiting), ~Exists(told), status__in=IN_FORCE, pk__gt=after
        ).order_by("pk")
        keys = list(rows.values_list("pk", flat=True)[:_CHUNK])
        if not keys:
            return done
        done += count_done(_attend, keys, what="notice of commitments")
        after = keys[-1]


@transaction.atomic
def _attend(permit_id: int) -> bool:
    locked = Permit.objects.select_for_update(of=("self",)).select_related("enterprise")
    permit, today = locked.get(pk=permit_id), clock.today()
    left = list(permit.commitments.filter(reported_at__isnull=True).order_by("pk"))
    days = commitment_notice_due(left[0].due_on, today) if left else None
    if days is None or permit.status not in IN_FORCE:
        return False
    _notice, is_new = CommitmentNotice.objects.get_or_create(
        permit=permit, days=days, defaults={"on": today}
    )
    if not is_new:
        return False
    enqueue_all(passed(permit, left) if days == OVERDUE else reminded(permit, left))
    return True


def _copy_report(former: Commitment, row: Commitment) -> None:
    row.number, row.attachment_id = former.number, former.attachment_id
    row.reported_by_id, row.reported_at = former.reported_by_id, former.reported_at


def _require_open(commitment: Commitment) -> None:
    if commitment.reported_at is not None:
        raise Conflict("already_reported", REPORT["already_reported"])
    if commitment.permit.status not in IN_FORCE:
        raise Conflict("not_in_force", REFUSAL["not_in_force"])


def _require_proof(number: str, *, has_file: bool) -> None:
    if not number and not has_file:
        raise InvalidInput("proof_missing", REFUSAL["proof_missing"], field="number")
    fault = number_fault(number) if number else ""
    if fault:
        said = str(REPORT[fault]) % {"longest": MAX_NUMBER}
        raise InvalidInput.many([FieldError(fault, "number", said)])
