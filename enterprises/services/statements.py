"""What is compared to know which particulars of an enterprise a person stated."""

from collections.abc import Collection, Mapping
from typing import Any

from accounts.models import User
from common.dates import clock
from enterprises.enums import StatedBy
from enterprises.models import Enterprise
from enterprises.policies.statements import restated, statement
from enterprises.selectors.members import is_helper_of
from enterprises.services.cleaning import FIELDS

_SEALED = {"nik": Enterprise.nik, "npwp": Enterprise.npwp}
_PLAIN = tuple(name for name in FIELDS if name not in {*_SEALED, "regency"})


def particulars_now(enterprise: Enterprise) -> Mapping[str, Any]:
    """Return the values of the fields, the region by its code; of NIK and NPWP the blind index.

    For a row that is not saved yet, return the model's defaults: a loan of 0 that nobody entered is
    no statement.
    """
    found = {name: getattr(enterprise, name) for name in _PLAIN}
    for name, sealed in _SEALED.items():
        index = getattr(enterprise, str(sealed.index))
        found[name] = None if index is None else bytes(index)
    return {**found, "regency": enterprise.regency_id}


def note_statements(
    enterprise: Enterprise,
    before: Mapping[str, Any],
    *,
    by: StatedBy,
    checked: Collection[str] = (),
) -> None:
    """Note on the row who stated today what differs from `before`; does not save.

    `checked` are fields whose value came from a check beforehand and was confirmed.
    """
    today, after = clock.today(), particulars_now(enterprise)
    noted = restated(enterprise.stated, before=before, after=after, by=by, on=today)
    confirmed = [name for name in checked if noted.get(name) == statement(by, today)]
    enterprise.stated = {
        **noted,
        **{name: statement(StatedBy.CHECK, today) for name in confirmed},
    }


def stated_by(actor: User, enterprise: Enterprise) -> StatedBy:
    """Return the role in which the actor states something; one query, for helpers only."""
    is_helper = actor.is_helper and is_helper_of(actor, enterprise.pk)
    return StatedBy.HELPER if is_helper else StatedBy.OWNER
