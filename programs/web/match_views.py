"""Which programmes an enterprise may qualify for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.shared.current_user import current_user
from common.dates import clock
from enterprises.messages.refusals import LABELS
from enterprises.selectors.enterprises import owned_by
from enterprises.shared.open_files import OpenFile, open_files_of
from programs.enums import Outcome, UniquenessKey
from programs.kinds.registry import kinds
from programs.models import Edition
from programs.selectors.calls import closed_because
from programs.selectors.matches import Match, matches
from programs.shared.lacks import EnterpriseLacks, lacks_in
from programs.shared.precheck import all_stored_answers
from programs.shared.reasons import Reason, reasons_of
from programs.web.precheck import as_facts, question_label


@dataclass(frozen=True)
class Row:
    """One programme as a line of the page; `lacking` are the empty fields of the profile.

    `open_file` is the application for it that is open already; `takes_another` tells whether one
    more may be begun beside it.
    """

    edition: Edition
    reasons: Sequence[Reason]
    missing: Sequence[str]
    lacking: Sequence[str]
    closed: str
    is_for_sector: bool
    instead: Edition | None
    open_file: OpenFile | None
    takes_another: bool


@login_required
@require_safe
def may_qualify(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """Show all programmes at once, ranked, each with its violations and missing facts.

    `butuh` in the address is the kind of programme that is needed most.
    """
    user = current_user(request)
    enterprise = owned_by(user).filter(pk=enterprise_id).first()
    if enterprise is None:
        raise Http404
    needs = [(kind.code, gettext(kind.title)) for kind in kinds()]
    asked = request.GET.get("butuh", "")
    need = asked if asked in dict(needs) else ""
    answers = _answers(request, user)
    rows: dict[Outcome, list[Row]] = {outcome: [] for outcome in Outcome}
    all_lacks: list[EnterpriseLacks] = []
    open_files = {each.scheme_code: each for each in open_files_of(enterprise)}
    for match in matches(enterprise, answers=answers, need=need):
        lacks = lacks_in(enterprise, match.edition, back=request.path)
        if lacks:
            all_lacks.append(lacks)
        heading = Outcome.NOT_ELIGIBLE if lacks else _heading(match)
        rows[heading].append(_row(match, lacks, open_files.get(match.edition.scheme.code)))
    context: dict[str, Any] = {
        "enterprise": enterprise,
        "eligible": rows[Outcome.ELIGIBLE],
        "with_notes": rows[Outcome.WITH_NOTES],
        "unknown": rows[Outcome.UNKNOWN],
        "barred": rows[Outcome.NOT_ELIGIBLE],
        "lacks": _said_once(all_lacks),
        "needs": needs,
        "need": need,
        "uses_answers": bool(answers),
    }
    return render(request, "program/cocok.html", context)


def _answers(request: HttpRequest, user: User) -> Mapping[str, Mapping[str, Any]]:
    """Return what the owner answered in checks beforehand; a helper's may be about anyone."""
    if user.is_helper:
        return {}
    found = all_stored_answers(request).items()
    return {scheme: as_facts(answers) for scheme, answers in found}


def _said_once(all_lacks: Sequence[EnterpriseLacks]) -> EnterpriseLacks | None:
    """Return what the programmes together lack, every sentence once."""
    if not all_lacks:
        return None
    texts = dict.fromkeys(text for lacks in all_lacks for text in lacks.texts)
    fields = dict.fromkeys(field for lacks in all_lacks for field in lacks.fields)
    first = all_lacks[0]
    return EnterpriseLacks(first.enterprise, list(fields), list(texts), first.url)


def _heading(match: Match) -> Outcome:
    """Return the heading of a programme: one that is known to be barred needs no more answers."""
    return Outcome.NOT_ELIGIBLE if match.is_barred else match.verdict.outcome


def _row(match: Match, lacks: EnterpriseLacks | None, open_file: OpenFile | None) -> Row:
    verdict = match.verdict
    reasons = reasons_of(verdict.violations)
    return Row(
        edition=match.edition,
        reasons=reasons.blocking or reasons.notes,
        missing=[question_label(match.edition, name) for name in verdict.missing],
        lacking=[str(LABELS[field]) for field in lacks.fields] if lacks else [],
        closed=closed_because(match.edition, clock.today()),
        is_for_sector=match.is_for_sector,
        instead=match.instead,
        open_file=open_file,
        takes_another=not open_file
        or match.edition.scheme.uniqueness_key != UniquenessKey.ENTERPRISE,
    )
