"""Applications to try the portal with, made by the same services that people use, day by day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any, Final

from accounts.models import User
from applications.models import DeliveryWay, Objection, OutsideResult
from applications.selectors.access import application_for
from applications.selectors.assessments import assessment_of
from applications.services.attachments import attach, attach_frozen
from applications.services.claims import take
from applications.services.decision_notices import note_deliveries, record_delivery
from applications.services.drafts import create_draft, save_answers
from applications.services.lapsing import close_if_lapsed, remind
from applications.services.objections import (
    answer_objection,
    file_objection,
    review_objection,
)
from applications.services.outside_steps import report_step
from applications.services.remarks import add_note, send_message, set_reminder
from applications.services.transitions import perform
from common.dates import clock
from common.dates.clock import JAKARTA, local_date
from demo.files import DemoFile, Step
from demo.papers import Papers
from demo.past import PastDays, at
from enterprises.models import DocumentVersion, Enterprise
from enterprises.services.documents import store_clean
from notifications.services.delivery import deliver_due
from notifications.services.reading import mark_all_read
from permits.enums import PERMIT_DOCUMENT, LookUp
from permits.services.recording import RecordedDocument, Scan, record_outcome
from programs.enums import Opinion, Transition

# Minutes between the acts of one day on one file, and before a submission, for the form.
_APART: Final = 40
_FILLING: Final = timedelta(minutes=25)
_EVENING: Final = time(17, 30, tzinfo=JAKARTA)
# Newer messages are unread.
_READ_AGO: Final = 4
_GOOD_FOR: Final = timedelta(days=5 * 365)


@dataclass(frozen=True)
class Cast:
    """The people by name, their enterprises, and their documents.

    `readers` are the applicants who have opened their older messages.
    """

    past: PastDays
    papers: Papers
    officials: Mapping[str, User]
    applicants: Mapping[str, User]
    readers: Sequence[User]
    stored: dict[tuple[int, str, int], DocumentVersion] = field(default_factory=dict)


@dataclass
class _Case:
    """A file while its history is performed; `pk` is that of its application."""

    number: int
    file: DemoFile
    enterprise: Enterprise
    applicant: User
    pk: int = 0


def perform_histories(cast: Cast, files: Iterable[DemoFile]) -> None:
    """Perform the steps of all files in the order of their time, each at its own time.

    The messages of a day are delivered in its evening, so that they have its date.
    """
    timetable = sorted(_timetable(cast, files), key=lambda entry: entry[0])
    for day, entries in groupby(timetable, key=lambda entry: local_date(entry[0])):
        for moment, case, step in entries:
            _act(cast, case, step, moment)
        with at(datetime.combine(day, _EVENING)):
            deliver_due()
            note_deliveries()
            if day <= cast.past.days[_READ_AGO - 1]:
                for reader in cast.readers:
                    mark_all_read(reader)


def _timetable(cast: Cast, files: Iterable[DemoFile]) -> Iterable[tuple[datetime, _Case, Step]]:
    named = Enterprise.objects.filter(name__in=cast.applicants.keys())
    enterprises = {enterprise.name: enterprise for enterprise in named}
    for number, file in enumerate(files):
        name = file.enterprise
        case = _Case(number, file, enterprises[name], cast.applicants[name])
        for ago, steps in groupby(file.steps, key=lambda step: step.ago):
            for position, step in enumerate(steps):
                minutes = 30 + number * 37 % 240 + _APART * position
                yield cast.past.moment(ago, minutes), case, step


def _act(cast: Cast, case: _Case, step: Step, moment: datetime) -> None:
    if step.by:
        act = _record if step.do == "record" else _review
        with at(moment):
            act(cast, case, step)
        return
    if step.do in ("attend", "object"):
        with at(moment):
            _follow(case, step)
        return
    with at(moment - _FILLING):
        _fill_in(cast, case, step)
    if step.do == "draft":
        return
    name = "submit" if step.do == "correct" else step.do
    with at(moment):
        if step.do == "report":
            report_step(case.applicant, case.pk, result=OutsideResult.DONE, number=step.text)
            return
        perform(case.applicant, case.pk, name, reason=step.reason, data={"declaration": True})


def _follow(case: _Case, step: Step) -> None:
    """Object to the refusal, or do what the system does about an unanswered correction."""
    if step.do == "object":
        file_objection(case.applicant, case.pk, grounds=step.text)
        return
    remind(case.pk)
    close_if_lapsed(case.pk)


def _review(cast: Cast, case: _Case, step: Step) -> None:
    official, pk = cast.officials[step.by], case.pk
    match step.do:
        case "take":
            take(official, pk)
        case "note":
            add_note(official, pk, step.text)
        case "message":
            send_message(official, pk, step.text)
        case "remind":
            set_reminder(official, pk, on=cast.past.today, text=step.text)
        case "deliver":
            day = local_date(clock.now())
            record_delivery(official, pk, delivered_on=day, way=DeliveryWay.COUNTER)
        case "review_objection":
            upholds = step.opinion == Opinion.POSITIVE
            review_objection(
                official, _objection(case), review=step.reason, proposes_upholding=upholds
            )
        case "answer_objection":
            upheld = step.opinion == Opinion.POSITIVE
            answer_objection(official, _objection(case), upheld=upheld, answer=step.reason)
        case name:
            perform(official, pk, name, reason=step.reason, data=_data(step))


def _record(cast: Cast, case: _Case, step: Step) -> None:
    """Record a document that another agency issued on the day before, looked up at its site."""
    official, number = cast.officials[step.by], step.text
    application = application_for(official, case.pk)
    version = _stored(cast, case, PERMIT_DOCUMENT, case.number)
    scan = attach_frozen(official, application, version, requirement=PERMIT_DOCUMENT)
    today = local_date(clock.now())
    issued_on = today - timedelta(days=1)
    outcome = RecordedDocument(
        number=number,
        issued_on=issued_on,
        valid_until=issued_on + _GOOD_FOR if case.file.scheme == "spp-irt" else None,
        looked_up=LookUp.SITE,
        looked_up_on=today,
    )
    record_outcome(official, case.pk, outcome, Scan(attachment=scan.pk if scan else None))


def _objection(case: _Case) -> int:
    return Objection.objects.filter(application=case.pk).latest("pk").pk


def _data(step: Step) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if step.opinion:
        data["opinion"] = step.opinion
    if step.fields:
        data |= {"fields": list(step.fields), "field_reasons": dict(step.fields)}
    if step.do == Transition.COMPLETE:
        data["open_stages_confirmed"] = True
    return data


def _fill_in(cast: Cast, case: _Case, step: Step) -> None:
    """Write the draft, or change what a correction asks for; attach the documents of the step.

    Without a list of documents a draft gets every document that is required of it.
    """
    wanted = step.documents
    if step.do == "correct":
        if step.answers:
            save_answers(case.applicant, case.pk, step.answers)
        wanted = wanted or ()
    elif step.do in ("draft", "submit"):
        case.pk = create_draft(
            case.applicant,
            scheme=case.file.scheme,
            enterprise_id=case.enterprise.pk,
            answers=case.file.answers,
        ).pk
    else:
        return
    application = application_for(case.applicant, case.pk)
    for requirement, required in assessment_of(application).requirements:
        if required if wanted is None else requirement.code in wanted:
            variant = case.number + (step.do == "correct")
            version = _stored(cast, case, requirement.document_kind, variant)
            attach(case.applicant, case.pk, requirement=requirement.code, version=version)


def _stored(cast: Cast, case: _Case, kind: str, variant: int) -> DocumentVersion:
    """Return the enterprise's file of this kind; it is stored once and used again."""
    corrected = variant - case.number
    key = (case.enterprise.pk, kind, corrected)
    if key not in cast.stored:
        cast.stored[key] = store_clean(
            case.applicant, case.enterprise, kind=kind, file=cast.papers.copy_for(kind, variant)
        )
    return cast.stored[key]
