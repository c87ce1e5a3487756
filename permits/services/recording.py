"""Recording what another agency issued: number, dates and scan, never as the office's own."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import IO, Final

from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import Agency, User
from accounts.selectors.scope import agency_where
from applications.messages.refusals import PERMISSION
from applications.models import Application
from applications.policies.outside_steps import clean_number
from applications.selectors.access import application_for
from applications.selectors.attachments import attachment_of
from applications.services.attachments import attach_frozen
from applications.services.authorization import require
from applications.services.locking import lock
from common.dates import clock
from common.errors import Conflict, FieldError, InvalidInput, NotPermitted
from enterprises.enums import CredentialStatus
from enterprises.models import DocumentVersion
from enterprises.selectors.scans import is_infected
from enterprises.services.documents import store_received
from letters.policies.codes import new_code
from notifications.services.outbox import enqueue_all
from permits.enums import PERMIT_DOCUMENT, LookUp, Particular, PermitAction
from permits.messages.notices import recorded
from permits.messages.refusals import REFUSAL
from permits.models import Permit, PermitChange
from permits.permissions import is_recordable, records
from permits.policies.numbers import ISSUERS, MAX_NUMBER, number_fault
from permits.selectors.changes import followed_change
from permits.selectors.permits import permits_of, recorded_in_force
from permits.services.commitments import begin_commitments
from permits.services.completion import complete_if_done
from permits.services.dependent_applications import notify_dependents
from permits.services.history import record, set_status

_EARLIEST: Final = date(1990, 1, 1)
_FURTHEST: Final = timedelta(days=366 * 100)
_EXPORTER_RULE: Final = "exporter_of_record_required"
_EXPORTER_FACT: Final = "is_exporter_of_record"


@dataclass(frozen=True)
class RecordedDocument:
    """What the document says, and how an official looked it up at its issuer, if they did."""

    number: str
    issued_on: date | None
    valid_until: date | None = None
    looked_up: str = ""
    looked_up_on: date | None = None


@dataclass(frozen=True)
class Scan:
    """The scan: a new file, or a file of the application by the key of its attachment."""

    upload: IO[bytes] | None = None
    filename: str = ""
    attachment: int | None = None


def record_outcome(
    actor: User, application_id: int, outcome: RecordedDocument, scan: Scan, *, waits: bool = False
) -> Permit:
    """Record the document that results from a file, once; repeating returns the same permit.

    The file is stored before the row is locked. An approved file with nothing left is completed.
    A scan that the official uploads is an official copy, looked up today; what the owner sent stays
    *menurut pemilik* until it is looked up (with `waits` also a new scan).

    Raises NotFound, NotPermitted, InvalidInput (all errors at once), Conflict (`already_recorded`,
    `not_recorded_here`, `not_yet`, `number_taken`, `not_exporter`), and what the document store
    raises.
    """
    application = application_for(actor, application_id)
    _require_recordable(actor, application)
    outcome = _looked_up(outcome, scan, waits=waits)
    _require_whole(application, outcome, scan)
    evidence = _evidence(actor, application, scan)
    with transaction.atomic():
        application = lock(application_id)
        _require_recordable(actor, application)
        existing, holder = recorded_in_force(application), application.enterprise.name
        if existing is not None:
            if _is_same(existing, outcome):
                return existing
            change = followed_change(existing)
            if change is None:
                raise _refused("already_recorded")
            holder = _make_room(actor, existing, change)
        permit = _created(actor, application, outcome, evidence, holder=holder)
        if scan.upload is not None:
            attach_frozen(actor, application, evidence, requirement=PERMIT_DOCUMENT)
        record(permit, PermitAction.RECORDED, actor=actor)
        if permit.looked_up:
            record(permit, PermitAction.LOOKED_UP, actor=actor)
        begin_commitments(permit, application)
        enqueue_all(recorded(permit))
        complete_if_done(application)
    return permit


def look_up(actor: User, permit_id: int, how: str, on: date | None) -> Permit:
    """Record that an official looked a recorded document up at its issuer, once.

    Raises NotPermitted, InvalidInput, Conflict (`issued_by_office`, `already_looked_up`).
    """
    with transaction.atomic():
        permit = Permit.objects.select_for_update(of=("self",)).get(pk=permit_id)
        if permit.issued_here or permit.application is None:
            raise _refused("issued_by_office")
        require(records(actor, permit.application))
        if permit.looked_up:
            raise _refused("already_looked_up")
        codes = list(_look_up_faults(how, on, permit.issued_on, is_owed=True))
        if codes:
            raise InvalidInput.many(_errors(codes))
        permit.looked_up, permit.looked_up_on = LookUp(how), on
        permit.looked_up_by, permit.looked_up_at = actor, clock.now()
        permit.save()
        record(permit, PermitAction.LOOKED_UP, actor=actor)
    return permit


def issuer_of(application: Application) -> str:
    """Return who issues the document of the file's scheme, in Indonesian as documents are."""
    scheme = application.scheme
    return ISSUERS.get(scheme.code, "") or scheme.partner_id or scheme.name_id


def _require_recordable(actor: User, application: Application) -> None:
    require(records(actor, application))
    if application.scheme.outcome != "record":
        raise _refused("not_recorded_here")
    if not is_recordable(application):
        raise _refused("not_yet")
    if _is_for_exporters(application) and application.answers.get(_EXPORTER_FACT) is False:
        raise _refused("not_exporter")


def _is_for_exporters(application: Application) -> bool:
    rows = application.edition.rules.all()
    return any(row.key == _EXPORTER_RULE and row.value is True for row in rows)


def _looked_up(outcome: RecordedDocument, scan: Scan, *, waits: bool) -> RecordedDocument:
    if outcome.looked_up or outcome.looked_up_on or waits or scan.upload is None:
        return outcome
    return RecordedDocument(
        outcome.number,
        outcome.issued_on,
        outcome.valid_until,
        looked_up=LookUp.COPY,
        looked_up_on=clock.today(),
    )


def _require_whole(application: Application, outcome: RecordedDocument, scan: Scan) -> None:
    codes: list[tuple[str, str]] = []
    number = clean_number(outcome.number)
    if fault := number_fault(application.scheme.code, number):
        codes.append((fault, "number"))
    codes += _date_faults(outcome.issued_on, outcome.valid_until)
    if scan.upload is None and scan.attachment is None:
        codes.append(("document_missing", "document"))
    if scan.upload is not None and scan.attachment is not None:
        codes.append(("document_twice", "document"))
    codes += _look_up_faults(outcome.looked_up, outcome.looked_up_on, outcome.issued_on)
    if codes:
        raise InvalidInput.many(_errors(codes))


def _date_faults(issued_on: date | None, valid_until: date | None) -> list[tuple[str, str]]:
    codes: list[tuple[str, str]] = []
    if issued_on is None:
        return [("issued_missing", "issued_on")]
    if issued_on > clock.today():
        codes.append(("issued_in_future", "issued_on"))
    if issued_on < _EARLIEST:
        codes.append(("issued_too_early", "issued_on"))
    if valid_until is not None and valid_until < issued_on:
        codes.append(("until_before_issued", "valid_until"))
    elif valid_until is not None and valid_until > clock.today() + _FURTHEST:
        codes.append(("until_too_late", "valid_until"))
    return codes


def _look_up_faults(
    how: str, on: date | None, issued_on: date | None, *, is_owed: bool = False
) -> list[tuple[str, str]]:
    codes: list[tuple[str, str]] = []
    if how and how not in set(LookUp):
        codes.append(("look_up_unknown", "looked_up"))
    if not how and (is_owed or on is not None):
        codes.append(("look_up_way_missing", "looked_up"))
    if on is None and (how or is_owed):
        codes.append(("look_up_day_missing", "looked_up_on"))
    if on is not None and (on > clock.today() or (issued_on is not None and on < issued_on)):
        codes.append(("look_up_day_impossible", "looked_up_on"))
    return codes


def _errors(codes: list[tuple[str, str]]) -> list[FieldError]:
    params = {"longest": MAX_NUMBER}
    return [FieldError(code, field, str(REFUSAL[code]) % params) for code, field in codes]


def _evidence(actor: User, application: Application, scan: Scan) -> DocumentVersion:
    if scan.upload is None:
        assert scan.attachment is not None  # noqa: S101 - asked before
        version = attachment_of(application, scan.attachment).version
        if is_infected(version):
            raise _refused("file_infected", field="document")
        return version
    return store_received(
        actor,
        application.enterprise,
        kind=PERMIT_DOCUMENT,
        upload=scan.upload,
        filename=scan.filename,
    )


def _is_same(permit: Permit, outcome: RecordedDocument) -> bool:
    return (
        clean_number(permit.number) == clean_number(outcome.number)
        and permit.issued_on == outcome.issued_on
        and permit.valid_until == outcome.valid_until
    )


def _created(
    actor: User,
    application: Application,
    outcome: RecordedDocument,
    evidence: DocumentVersion,
    *,
    holder: str,
) -> Permit:
    now = clock.now()
    assert outcome.issued_on is not None  # noqa: S101 - asked before
    permit = Permit(
        application=application,
        enterprise=application.enterprise,
        agency=_agency(actor, application),
        regency_id=application.regency_id,
        at_province=application.at_province,
        kind=application.scheme.code,
        number=clean_number(outcome.number),
        holder=holder,
        issuer=issuer_of(application),
        issued_on=outcome.issued_on,
        valid_until=outcome.valid_until,
        status_at=now,
        issued_here=False,
        evidence=evidence,
        code=new_code(),
        looked_up=outcome.looked_up,
        looked_up_on=outcome.looked_up_on,
        looked_up_by=actor if outcome.looked_up else None,
        looked_up_at=now if outcome.looked_up else None,
        created_at=now,
    )
    try:
        with transaction.atomic():
            permit.save(force_insert=True)
    except IntegrityError as error:
        # The error does not say whose the other is: it may be another region's.
        raise _refused("number_taken", field="number") from error
    former = permits_of(application).filter(
        status=CredentialStatus.SUPERSEDED, superseded_by__isnull=True
    )
    former.update(superseded_by=permit)
    return permit


def _make_room(actor: User, permit: Permit, change: PermitChange) -> str:
    """End the document whose particulars changed; return to whom the new one is given."""
    set_status(permit, PermitAction.SUPERSEDED)
    permit.save(update_fields=["status", "status_at"])
    record(permit, PermitAction.SUPERSEDED, actor=actor, reason=change.reason)
    notify_dependents(permit, PermitAction.SUPERSEDED, actor=actor, reason=change.reason)
    return change.value if change.particular == Particular.HOLDER else permit.holder


def _agency(actor: User, application: Application) -> Agency:
    role = Role(records(actor, application).role)
    agency = agency_where(
        actor,
        role,
        field=application.scheme.agency_field,
        regency_code=application.office_regency,
    )
    if agency is None:
        raise NotPermitted("not_your_stage", str(PERMISSION["not_your_stage"]))
    return agency


def _refused(code: str, *, field: str | None = None) -> Conflict:
    return Conflict(code, REFUSAL[code], field=field)
