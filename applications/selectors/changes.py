"""What the office asked to correct, and what the applicant changed since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from applications.models import Application, ApplicationEvent, Attachment
from applications.models.attachment import OBJECTION_DOCUMENT, OUTSIDE_DOCUMENT
from applications.policies.corrections import ENTERPRISE, particulars_in
from applications.selectors.attachments import with_versions
from common.text.formats import mask_tail
from enterprises.models import Enterprise
from programs.enums import Transition

# Files before and now, by requirement.
FilePairs = dict[str, tuple[list[Attachment], list[Attachment]]]


@dataclass(frozen=True)
class Correction:
    """A request for correction; `fields` such as `answers.purpose`, `documents.ktp`.

    `field_reasons` are values of `CorrectionReason` by field. `answers` (None where not recorded)
    and `enterprise` are what was said when the office asked. `answered_at` is None while the
    applicant has yet to answer.
    """

    reason: str
    fields: tuple[str, ...]
    asked_at: datetime
    field_reasons: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Any] | None = None
    enterprise: Mapping[str, Any] = field(default_factory=dict)
    asked_by: str = ""
    answered_at: datetime | None = None


def latest_correction(events: Sequence[ApplicationEvent], *, named: bool) -> Correction | None:
    """Return the latest request for correction, open or answered; `named` tells who asked."""
    at = _latest_request(events)
    if at is None:
        return None
    request = events[at]
    answer = next((e for e in events[at:] if e.transition == Transition.SUBMIT), None)
    return Correction(
        reason=request.reason,
        fields=tuple(request.data.get("fields", ())),
        asked_at=request.at,
        field_reasons=dict(request.data.get("field_reasons", {})),
        answers=request.data.get("answers"),
        enterprise=dict(request.data.get("enterprise", {})),
        asked_by=str(request.actor) if named and request.actor else "",
        answered_at=answer.at if answer else None,
    )


def particulars_said(enterprise: Enterprise, names: Sequence[str]) -> dict[str, Any]:
    """Return what the enterprise says now about these particulars, as JSON.

    Amounts in rupiah, dates ISO 8601, codes of region and sector, a KBLI code with its edition; of
    an NPWP the last four digits.
    """
    return {name: _said(enterprise, name) for name in names}


def changes_since_request(
    application: Application, events: Sequence[ApplicationEvent]
) -> list[str]:
    """Return the changed fields, such as `answers.purpose`, `documents.ktp`, `enterprise.address`.

    Compared with what was stored by the latest request for correction; empty without one.
    """
    correction = latest_correction(events, named=False)
    return changes_since(application, correction) if correction else []


def changes_since(application: Application, correction: Correction) -> list[str]:
    """Return the fields that changed since a request for correction, as the former."""
    files = files_before_and_now(application, correction)
    return [
        *sorted(changed_answers(application, correction)),
        *sorted(changed_documents(files)),
        *sorted(changed_particulars(application, correction)),
    ]


def changed_answers(application: Application, correction: Correction) -> set[str]:
    """Return the fields of the answers that differ from those at the time of asking."""
    before, now = correction.answers, application.answers
    if before is None:
        return set()
    return {
        f"answers.{code}"
        for code in before.keys() | now.keys()
        if before.get(code) != now.get(code)
    }


def changed_particulars(application: Application, correction: Correction) -> set[str]:
    """Return the asked particulars of the enterprise that differ from those at that time."""
    names = particulars_in(correction.fields)
    if not names:
        return set()
    now = particulars_said(application.enterprise, names)
    before = correction.enterprise
    return {f"{ENTERPRISE}{name}" for name in names if name in before and before[name] != now[name]}


def files_before_and_now(application: Application, correction: Correction) -> FilePairs:
    """Return the files at the time of asking and those attached now, by requirement: one query.

    Only of documents that were asked for or whose files have changed since.
    """
    since = correction.asked_at
    found: FilePairs = {}
    rows = application.attachments.filter(
        Q(removed_at__isnull=True) | Q(removed_at__gt=since)
    ).exclude(requirement__in=(OBJECTION_DOCUMENT, OUTSIDE_DOCUMENT))
    for item in with_versions(rows):
        before, now = found.setdefault(item.requirement, ([], []))
        if item.attached_at <= since:
            before.append(item)
        if item.removed_at is None:
            now.append(item)
    asked = {name.removeprefix("documents.") for name in correction.fields}
    return {code: pair for code, pair in found.items() if code in asked or _differ(*pair)}


def changed_documents(files: FilePairs) -> set[str]:
    """Return the documents whose files are others than before; a file put back is no change."""
    return {f"documents.{code}" for code, pair in files.items() if _differ(*pair)}


def _latest_request(events: Sequence[ApplicationEvent]) -> int | None:
    places = [n for n, e in enumerate(events) if e.transition == Transition.REQUEST_REVISION]
    return places[-1] if places else None


def _differ(before: Sequence[Attachment], now: Sequence[Attachment]) -> bool:
    return {item.version_id for item in before} != {item.version_id for item in now}


def _said(enterprise: Enterprise, name: str) -> Any:
    match name:
        case "npwp":
            return mask_tail(enterprise.npwp) if enterprise.npwp_index is not None else ""
        case "regency":
            return enterprise.regency_id
        case "kbli":
            return f"{enterprise.kbli}/{enterprise.kbli_version}"
        case "founded_on":
            return enterprise.founded_on.isoformat() if enterprise.founded_on else None
        case _:
            return getattr(enterprise, name)
