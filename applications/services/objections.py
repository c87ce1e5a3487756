"""Objections to a refusal: filed, reviewed, answered, and what follows (UU 30/2014, art. 77)."""

from collections.abc import Iterator
from datetime import date
from typing import IO, Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from applications.messages import objections as notices
from applications.messages.refusals import STATEMENT
from applications.models import (
    OPEN_OBJECTIONS,
    REOPENING,
    Application,
    ApplicationEvent,
    Objection,
    ObjectionStatus,
)
from applications.models.attachment import OBJECTION_DOCUMENT
from applications.permissions import may_answer_objection, may_object, may_review_objection
from applications.policies.objections import ObjectionTerms
from applications.policies.reasons import says_something
from applications.selectors.access import application_for
from applications.selectors.objections import (
    latest_rejection,
    objection_for,
    other_open,
    terms_on,
    window_of,
)
from applications.services.attachments import attach_frozen, store_of
from applications.services.authorization import require
from applications.services.locking import lock, lock_objection
from applications.services.transitions import MAX_REASON, perform_as_system
from common.dates import clock
from common.dates.clock import local_date
from common.errors import Conflict, InvalidInput
from common.identity.reasons import refuse_nik
from common.jobs.one_by_one import count_done
from enterprises.models import DocumentVersion
from enterprises.services.documents import cleaned
from notifications.services.outbox import enqueue_all
from programs.enums import Transition
from reference.selectors.calendar import due_date
from reference.selectors.parameters import MissingParameterError

# The constraint that another application for the same thing, opened at this moment, violates.
_ONE_OPEN: Final = "application_one_open"


def file_objection(
    actor: User,
    application_id: int,
    *,
    grounds: str,
    upload: IO[bytes] | None = None,
    filename: str = "",
) -> Objection:
    """File the owner's objection to the refusal in force, with a document if they have one.

    The document is cleaned before the row is locked. Raises NotFound, NotPermitted, InvalidInput
    `reason_says_nothing`, Conflict (`transition_not_possible`, `objection_exists`,
    `objection_too_late`), and what the document store raises.
    """
    application = application_for(actor, application_id)
    require(may_object(actor, application))
    grounds = clean_words(grounds, "grounds")
    require_objectionable(application, clock.today())
    version = None
    if upload is not None:
        kind, enterprise = OBJECTION_DOCUMENT, application.enterprise
        with cleaned(actor, enterprise, kind=kind, upload=upload, filename=filename) as file:
            version = store_of(actor, application, file, kind=kind)
    with transaction.atomic():
        application = lock(application_id)
        require(may_object(actor, application))
        return open_objection(actor, application, grounds=grounds, version=version)


def open_objection(
    actor: User,
    application: Application,
    *,
    grounds: str,
    version: DocumentVersion | None,
    received_on: date | None = None,
) -> Objection:
    """Create the objection and confirm it to those who act for the enterprise; the row is locked.

    Its days run from `received_on`, today without one. Raises what `require_objectionable` raises.
    """
    began_on = received_on or clock.today()
    rejection, terms = require_objectionable(application, began_on)
    objection = Objection.objects.create(
        application=application,
        rejection=rejection,
        grounds=grounds,
        attachment=attach_frozen(actor, application, version, requirement=OBJECTION_DOCUMENT),
        filed_by=actor,
        filed_at=clock.now(),
        received_on=received_on,
        due_on=due_date(began_on, terms.answer),
    )
    enqueue_all(notices.filed(objection, terms))
    return objection


def review_objection(
    actor: User, objection_id: int, *, review: str, proposes_upholding: bool
) -> Objection:
    """Write the review and its proposal, by an official who did no step of the file.

    Locks application and objection. Raises NotFound, NotPermitted, InvalidInput, Conflict `stale`
    where it was reviewed or answered meanwhile.
    """
    review = official_words(review, "review")
    with transaction.atomic():
        objection = _locked(actor, objection_id)
        require(may_review_objection(actor, objection.application))
        _require_status(objection, ObjectionStatus.FILED)
        objection.status = ObjectionStatus.REVIEWED
        objection.review, objection.proposes_upholding = review, proposes_upholding
        objection.reviewed_by, objection.reviewed_at = actor, clock.now()
        objection.save()
        enqueue_all(notices.reviewed(objection))
    return objection


def answer_objection(actor: User, objection_id: int, *, upheld: bool, answer: str) -> Objection:
    """Sign the answer: an upheld objection reopens the file, a refused one names the appeal.

    Locks application and objection. Raises NotFound, NotPermitted, InvalidInput, Conflict `stale`
    where it is not reviewed yet or was answered meanwhile.
    """
    answer = official_words(answer, "answer")
    with transaction.atomic():
        objection = _locked(actor, objection_id)
        application = objection.application
        require(may_answer_objection(actor, application, objection))
        _require_status(objection, ObjectionStatus.REVIEWED)
        objection.status = ObjectionStatus.UPHELD if upheld else ObjectionStatus.REFUSED
        objection.answer, objection.answered_by = answer, actor
        objection.answered_at = clock.now()
        objection.save(update_fields=["status", "answer", "answered_by", "answered_at"])
        if upheld:
            _reopen(objection)
        else:
            enqueue_all(notices.refused(objection, terms_on(objection.filed_on)))
    return objection


def with_wrong_answer_date() -> Iterator[tuple[Objection, date]]:
    """Yield open objections whose stored due date differs from the computed one, with the latter.

    A holiday that was declared since moves it.
    """
    waiting = Objection.objects.filter(status__in=[str(s) for s in OPEN_OBJECTIONS])
    for objection in waiting.select_related("application").order_by("pk").iterator():
        computed = due_date(objection.filed_on, terms_on(objection.filed_on).answer)
        if computed != objection.due_on:
            yield objection, computed


def attend_objections() -> tuple[int, int]:
    """Reopen what was not answered in time, and what waited for that; return how many of each.

    May be repeated. One transaction per objection, and one that fails is logged and skipped, so
    that it does not delay the others.
    """
    late = Objection.objects.filter(
        status__in=[str(s) for s in OPEN_OBJECTIONS], due_on__lt=clock.today()
    )
    unanswered = count_done(
        answer_by_silence, _keys(late.order_by("due_on", "id")), what="answer by silence"
    )
    waiting = Objection.objects.filter(
        status__in=[str(s) for s in REOPENING], reopened_at__isnull=True
    )
    reopened = count_done(reopen_waiting, _keys(waiting.order_by("id")), what="reopening")
    return unanswered, reopened


def _keys(objections: QuerySet[Objection]) -> list[int]:
    return list(objections.values_list("pk", flat=True))


@transaction.atomic
def answer_by_silence(objection_id: int) -> bool:
    """Uphold an objection that the office did not answer in time; tell whether it did so now."""
    objection = lock_objection(objection_id)
    if objection.status not in OPEN_OBJECTIONS or clock.today() <= objection.due_on:
        return False
    terms = terms_on(objection.filed_on)
    objection.status = ObjectionStatus.UNANSWERED
    objection.answered_at = clock.now()
    objection.answer = _(
        "Keberatan tidak dijawab dalam %(days)s hari kerja, sehingga dianggap dikabulkan "
        "(%(basis)s). Berkas dibuka kembali untuk diputuskan."
    ) % {"days": terms.answer, "basis": terms.basis}
    objection.save(update_fields=["status", "answer", "answered_at"])
    _reopen(objection)
    return True


@transaction.atomic
def reopen_waiting(objection_id: int) -> bool:
    """Reopen the file of an upheld objection that another open one kept closed, if it may now."""
    objection = lock_objection(objection_id)
    if objection.reopened_at is not None or objection.status not in REOPENING:
        return False
    if other_open(objection.application) is not None:
        return False
    return _perform_reopening(objection)


def _reopen(objection: Objection) -> None:
    other = other_open(objection.application)
    if other is None and _perform_reopening(objection):
        return
    # Opened and committed just now: only now can it be named.
    other = other or other_open(objection.application)
    enqueue_all(notices.waits_to_reopen(objection, other.number if other else ""))


def _perform_reopening(objection: Objection) -> bool:
    """Reopen the file; False where another one was just opened, so that a sweep retries later."""
    try:
        with transaction.atomic():
            perform_as_system(objection.application_id, Transition.REOPEN, reason=objection.answer)
    except IntegrityError as error:
        if _ONE_OPEN not in str(error):
            raise
        return False
    objection.reopened_at = clock.now()
    objection.save(update_fields=["reopened_at"])
    return True


def require_objectionable(
    application: Application, on: date
) -> tuple[ApplicationEvent, ObjectionTerms]:
    """Return the refusal in force and its terms, for an objection received on a day.

    Raises Conflict (`transition_not_possible`, `objection_exists`, `objection_too_late`, or
    `objection_terms_missing` where an administrator left the law's days empty).
    """
    rejection = latest_rejection(application)
    if rejection is None:
        raise Conflict(
            "transition_not_possible", _("Tindakan ini tidak berlaku untuk keadaan sekarang.")
        )
    if Objection.objects.filter(rejection=rejection).exists():
        raise Conflict("objection_exists", _("Keberatan atas keputusan ini sudah diajukan."))
    try:
        window = window_of(rejection, local_date(rejection.at))
    except MissingParameterError:
        raise Conflict(
            "objection_terms_missing",
            _(
                "Batas waktu keberatan sedang tidak tercatat di portal, jadi keberatan belum dapat "
                "diterima di sini. Hubungi dinas."
            ),
        ) from None
    if not window.is_open(on):
        raise Conflict(
            "objection_too_late",
            _("Batas waktu keberatan atas keputusan ini sudah lewat."),
        )
    return rejection, window.terms


def _locked(actor: User, objection_id: int) -> Objection:
    objection_for(actor, objection_id)
    return lock_objection(objection_id)


def _require_status(objection: Objection, status: ObjectionStatus) -> None:
    if objection.status != status:
        raise Conflict(
            "stale", _("Keberatan ini sudah berubah sejak Anda membukanya. Muat ulang halaman.")
        )


def official_words(text: str, field: str) -> str:
    """Return what an official writes, or copies, as `clean_words`; raises it for a NIK too."""
    text = clean_words(text, field)
    refuse_nik(text, field)
    return text


def clean_words(text: str, field: str) -> str:
    """Return the text without outer space; raises InvalidInput for one that says nothing."""
    text = text.strip()
    if "\x00" in text or len(text) > MAX_REASON:
        raise InvalidInput(
            "bad_reason",
            _("Alasan paling panjang %(limit)s huruf.") % {"limit": MAX_REASON},
            field=field,
        )
    if not says_something(text):
        raise InvalidInput(
            "reason_says_nothing",
            str(STATEMENT["reason_says_nothing"]),
            field=field,
        )
    return text
