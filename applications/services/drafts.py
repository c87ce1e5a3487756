"""Drafts and answers: an application while its applicant may edit it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from applications.lifecycle import OPEN_STATES
from applications.models import Application
from applications.permissions import may_edit
from applications.selectors.access import require_visible
from applications.services.authorization import require
from applications.services.consents import require_consent
from applications.services.locking import lock
from applications.services.numbering import next_number
from applications.services.owner_notices import tell_owner_of_draft
from common.dates import clock
from common.edits.changes import remember_changes
from common.edits.merging import Merge, merge
from common.edits.shown import FormSnapshot
from common.errors import Conflict, FieldError, InvalidInput, NotFound
from enterprises.models import Enterprise, Member
from enterprises.selectors.enterprises import facts_for
from programs.enums import State, UniquenessKey
from programs.kinds.older_answers import in_words_of_today
from programs.messages.refusals import answer_message
from programs.models import Edition
from programs.policies.answers import BadAnswerError, clean_answer
from programs.selectors.calls import closed_because
from programs.selectors.catalogue import edition_on

MAX_ANSWERS = 200
MAX_UNIQUENESS = 120
_SAVED_FIELDS = ("answers", "requested_amount", "uniqueness_value", "edition", "updated_at")


def create_draft(
    actor: User, *, scheme: str, enterprise_id: int, answers: Mapping[str, Any] | None = None
) -> Application:
    """Create a draft under the edition in force today.

    Raises NotFound for an unknown scheme or an enterprise the actor does not act for,
    InvalidInput for bad answers, Conflict `not_open` while the scheme is closed, Conflict
    `already_open` (with the number and id of the other) when one is open already.
    """
    require_consent(actor)
    edition = edition_on(scheme, clock.today())
    require_open(edition)
    enterprise = _own_enterprise(actor, enterprise_id)
    cleaned = clean_answers(edition, enterprise, answers or {})
    now = clock.now()
    application = Application(
        number=next_number(edition.scheme, clock.today().year),
        scheme=edition.scheme,
        edition=edition,
        enterprise=enterprise,
        regency=enterprise.regency,
        answers=cleaned,
        requested_amount=cleaned.get("requested_amount"),
        uniqueness_value=uniqueness_value(edition, cleaned),
        created_by=actor,
        created_at=now,
        updated_at=now,
    )
    try:
        with transaction.atomic():
            application.save(force_insert=True)
            tell_owner_of_draft(actor, application)
    except IntegrityError as error:
        raise _already_open(application) from error
    return application


@dataclass(frozen=True)
class SavedAnswers:
    """The application after a save from a page, and the fields that others had changed before."""

    application: Application
    merge: Merge


def save_answers(actor: User, application_id: int, answers: Mapping[str, Any]) -> Application:
    """Merge `answers` into the application, whatever is stored; a null clears an answer.

    Locks the row. Raises NotFound, NotPermitted, Conflict `not_editable`, InvalidInput.
    """
    require_visible(actor, application_id)
    with transaction.atomic():
        application = lock_for_edit(actor, application_id)
        _write(actor, application, _cleaned_for(application, answers))
    return application


def save_shown_answers(
    actor: User, application_id: int, answers: Mapping[str, Any], shown: FormSnapshot
) -> SavedAnswers:
    """Merge `answers` of a page as `save_answers` does, and overwrite nothing it did not show.

    An answer that only others changed since keeps their value. Where both changed it, theirs is
    kept too, and the conflict is in the result; all other answers are stored.
    """
    require_visible(actor, application_id)
    with transaction.atomic():
        application = lock_for_edit(actor, application_id)
        cleaned = _cleaned_for(application, answers)
        merged = merge(shown, current=application.answers, submitted=cleaned)
        _write(actor, application, merged.written, page=shown.page)
    return SavedAnswers(application, merged)


def answers_row(application: Application) -> str:
    """Return the name of the row that pages of questions show."""
    return f"application:{application.pk}"


def _cleaned_for(application: Application, answers: Mapping[str, Any]) -> dict[str, Any]:
    if application.state == State.DRAFT:
        application.edition = edition_on(application.scheme.code, clock.today())
    return clean_answers(application.edition, application.enterprise, answers)


def _write(
    actor: User, application: Application, cleaned: Mapping[str, Any], *, page: str = ""
) -> None:
    """Store the cleaned answers in the locked row, and remember who changed which."""
    before = application.answers
    merged = {**before, **cleaned}
    application.answers = {key: value for key, value in merged.items() if value is not None}
    application.requested_amount = application.answers.get("requested_amount")
    application.updated_at = clock.now()
    if application.scheme.uniqueness_key != UniquenessKey.ENTERPRISE:
        application.uniqueness_value = uniqueness_value(application.edition, application.answers)
    try:
        with transaction.atomic():
            application.save(update_fields=_SAVED_FIELDS)
    except IntegrityError as error:
        raise _already_open(application) from error
    remember_changes(answers_row(application), before=before, after=cleaned, by=actor.pk, page=page)


def uniqueness_value(edition: Edition, answers: Mapping[str, Any]) -> str:
    """Return the value that distinguishes the applications of an enterprise for one scheme.

    For example a brand, regardless of case and spacing. Empty where the scheme allows
    one application at a time.
    """
    parts = [
        " ".join(str(answers.get(question.code, "")).casefold().split())
        for question in edition.questions.all()
        if question.identifies
    ]
    text = "|".join(parts)
    if len(text) <= MAX_UNIQUENESS:
        return text if any(parts) else ""
    return hashlib.sha256(text.encode()).hexdigest()


def require_open(edition: Edition) -> None:
    """Raise Conflict `not_open` while the scheme is closed or its call is not running."""
    if reason := closed_because(edition, clock.today()):
        raise Conflict("not_open", reason)


def lock_for_edit(actor: User, application_id: int) -> Application:
    """Lock the row for `actor` to edit; raises NotPermitted or Conflict `not_editable`."""
    application = lock(application_id)
    require(may_edit(actor, application))
    return application


def clean_answers(
    edition: Edition, enterprise: Enterprise, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the answers as they are stored, without the facts that the enterprise's profile gives.

    Raises InvalidInput with one error per bad field (`answers.<code>`).
    """
    if len(answers) > MAX_ANSWERS:
        raise InvalidInput("too_many_answers", _("Terlalu banyak jawaban."), field="answers")
    questions = {q.code: q for q in edition.questions.all()}
    facts = facts_for(enterprise)
    answers = in_words_of_today(edition.scheme.kind, questions, answers)
    cleaned: dict[str, Any] = {}
    errors: list[FieldError] = []
    for code, value in answers.items():
        question = questions.get(code)
        if question is None:
            if code not in facts:
                errors.append(_answer_error(code[:60], BadAnswerError("unknown_answer")))
            continue
        try:
            cleaned[code] = None if value is None else clean_answer(question.shape, value)
        except BadAnswerError as bad:
            errors.append(_answer_error(code, bad))
    if errors:
        raise InvalidInput.many(errors)
    return cleaned


def fitting_answers(
    edition: Edition, enterprise: Enterprise, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """Return those of the answers that the edition asks for and accepts, as they are stored."""
    asked = {question.code for question in edition.questions.all()}
    fitting: dict[str, Any] = {}
    for code, value in answers.items():
        if code not in asked:
            continue
        try:
            fitting |= clean_answers(edition, enterprise, {code: value})
        except InvalidInput:
            continue
    return fitting


def _answer_error(code: str, bad: BadAnswerError) -> FieldError:
    return FieldError(bad.code, f"answers.{code}", answer_message(bad.code, bad.params))


def _own_enterprise(actor: User, enterprise_id: int) -> Enterprise:
    membership = (
        Member.objects.acting()
        .filter(user=actor, enterprise_id=enterprise_id)
        .select_related("enterprise__regency")
        .first()
    )
    if membership is None:
        raise NotFound("unknown_enterprise", _("Usaha tidak ditemukan."), field="enterprise")
    return membership.enterprise


def _already_open(application: Application) -> Conflict:
    other = (
        Application.objects.filter(
            scheme=application.scheme,
            enterprise=application.enterprise,
            uniqueness_value=application.uniqueness_value,
            state__in=[str(s) for s in OPEN_STATES],
        )
        .exclude(pk=application.pk)
        .first()
    )
    number = other.number if other else ""
    return Conflict(
        "already_open",
        _("Usaha ini masih punya berkas terbuka untuk skema yang sama: %(number)s.")
        % {"number": number},
        params={"number": number, "id": other.pk if other else None},
    )
