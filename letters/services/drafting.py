"""Writing the draft of a letter from a template and what is known of its subject."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from accounts.models import Agency, User
from common.dates import clock
from letters.enums import LetterAction, LetterStatus
from letters.models import Letter, LetterTemplate
from letters.policies.codes import new_code
from letters.services.history import record
from programs.policies.placeholders import standing_lines

MAX_HOLDER: Final = 200


@dataclass(frozen=True)
class Subject:
    """What a letter is about: an opaque name, its name for people, and the recipient.

    `values` are those of the placeholders by language; `trail` says who prepared it, as name,
    role and day; `not_before` is the first day on which it may be signed, if any.
    """

    name: str
    label: str
    holder: str
    values: Mapping[str, Mapping[str, str]]
    trail: Sequence[Mapping[str, str]] = field(default_factory=tuple)
    given: frozenset[str] = frozenset()
    not_before: date | None = None


@dataclass(frozen=True)
class FollowUp:
    """Why a letter is owed: the statement that it follows, and until when it is to be signed."""

    statement: Letter
    sign_by: date


def draft(
    template: LetterTemplate,
    agency: Agency,
    subject: Subject,
    *,
    asked_by: User | None = None,
    debt: FollowUp | None = None,
) -> Letter:
    """Write the letter, waiting for its signature; return one that waits or is in force already.

    With `asked_by` the act of signing has been performed with the decision: a seal follows in the
    background if that person holds the position. With `debt` it is owed. Call it in the transaction
    of the decision.
    """
    if (existing := _existing(subject.name, template.code)) is not None:
        return existing
    now = clock.now()
    letter = Letter.objects.create(
        subject=subject.name,
        label=subject.label,
        kind=template.code,
        agency=agency,
        position_kind=template.signer,
        form=template.form,
        holder=subject.holder[:MAX_HOLDER],
        titles={"id": template.title_id, "en": template.title_en},
        bodies={
            "id": standing_lines(template.body_id, subject.given),
            "en": standing_lines(template.body_en, subject.given),
        },
        values={language: dict(known) for language, known in subject.values.items()},
        copies_to=[line.strip() for line in template.copies_to.splitlines() if line.strip()],
        trail=[dict(each) for each in subject.trail],
        months_valid=template.months_valid,
        until_year_end=template.until_year_end,
        not_before=subject.not_before,
        code=new_code(),
        status_at=now,
        drafted_at=now,
        asked_by=asked_by,
        asked_at=now if asked_by is not None else None,
        follows=debt.statement if debt is not None else None,
        sign_by=debt.sign_by if debt is not None else None,
    )
    record(letter, LetterAction.DRAFTED, actor=asked_by)
    return letter


def _existing(subject: str, kind: str) -> Letter | None:
    waiting_or_in_force = [LetterStatus.WAITING, LetterStatus.VALID, LetterStatus.SUSPENDED]
    found = Letter.objects.filter(subject=subject, kind=kind, status__in=waiting_or_in_force)
    return found.first()


def redraft(letter: Letter, changed: Mapping[str, str], *, holder: str, reason: str) -> Letter:
    """Write a letter like another in force, but with changes; it waits for its signature.

    It replaces the other when it is signed (`letters.services.signing`). If one waits already,
    return that. Call it under the lock of the letter that it corrects.
    """
    waiting = Letter.objects.filter(corrects=letter, status=LetterStatus.WAITING).first()
    if waiting is not None:
        return waiting
    now = clock.now()
    new = Letter.objects.create(
        subject=letter.subject,
        label=letter.label,
        kind=letter.kind,
        agency=letter.agency,
        position_kind=letter.position_kind,
        form=letter.form,
        holder=holder[:MAX_HOLDER],
        titles=letter.titles,
        bodies=letter.bodies,
        values={language: {**known, **changed} for language, known in letter.values.items()},
        copies_to=letter.copies_to,
        trail=letter.trail,
        months_valid=letter.months_valid,
        until_year_end=letter.until_year_end,
        code=new_code(),
        status_at=now,
        drafted_at=now,
        corrects=letter,
    )
    record(new, LetterAction.DRAFTED, reason=reason)
    return new
