"""Documents that need no upload: what the enterprise holds, valid and looked up, answers them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from applications.models import Application
from applications.selectors.decision_day import decision_day
from enterprises.models import Credential
from enterprises.selectors.credentials import good_for_longest
from programs.models import Requirement
from programs.selectors.document_kinds import schemes_bringing


class Ending(StrEnum):
    """Why a person is warned about a document that is valid today."""

    SOON = "soon"
    BEFORE_DECISION = "before_decision"


@dataclass(frozen=True)
class HeldDocument:
    """A document of the enterprise that answers a requirement today.

    `name` is its scheme's in the reader's language. `checked_at` is when an official looked it up
    at its issuer; None for the office's own. `ending` is None where nobody needs to be warned.
    """

    kind: str
    name: str
    number: str
    holder: str
    issuer: str
    issued_on: date
    valid_until: date | None
    issued_here: bool
    checked_at: datetime | None
    ending: Ending | None


def answered(
    application: Application, requirements: Iterable[Requirement]
) -> Mapping[str, HeldDocument]:
    """Return by the code of each of these requirements the document that answers it today.

    Which kind of document a scheme brings about is the scheme's own (`Scheme.document_kind`). Of
    several the one that lasts longest answers. One query where no scheme brings about any of them.
    """
    kinds = {each.code: each.document_kind for each in requirements}
    schemes = schemes_bringing(set(kinds.values())) if kinds else {}
    if not schemes:
        return {}
    held = {
        schemes[each.kind].document_kind: each
        for each in good_for_longest(application.enterprise, schemes)
    }
    found = {
        kind: _shown(application, each, schemes[each.kind].name) for kind, each in held.items()
    }
    return {code: found[kind] for code, kind in kinds.items() if kind in found}


def _shown(application: Application, held: Credential, name: str) -> HeldDocument:
    return HeldDocument(
        kind=held.kind,
        name=name,
        number=held.number,
        holder=held.holder,
        issuer=held.issuer,
        issued_on=held.issued_on,
        valid_until=held.valid_until,
        issued_here=held.issued_here,
        checked_at=None if held.issued_here else held.checked_at,
        ending=_ending(application, held),
    )


def _ending(application: Application, held: Credential) -> Ending | None:
    if held.valid_until is None:
        return None
    decided = decision_day(application)
    if decided is not None and held.valid_until < decided:
        return Ending.BEFORE_DECISION
    return Ending.SOON if held.ends_soon else None
