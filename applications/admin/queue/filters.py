"""The filters of a list of applications, limited to the official's scope."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.enums import OFFICIAL_ROLES
from accounts.models import User
from accounts.selectors.scope import active_postings
from applications.lifecycle import QUEUE_STATES
from applications.selectors.queue import QueueFilters, View
from programs.enums import State
from programs.models import Scheme, Stage
from programs.selectors.labels import general_state_label
from reference.selectors.regions import all_regencies


@dataclass(frozen=True)
class FilterChoice:
    """One filter: its query parameter, its label and its options."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    value: str


def filter_choices(user: User, view: View, filters: QueueFilters) -> list[FilterChoice]:
    """Return the filters of a view; the regency filter only for a scope of several regencies."""
    states = [s for s in State if s != State.DRAFT] if view == View.ALL else QUEUE_STATES
    schemes = [(s.code, s.name) for s in Scheme.objects.all()]
    choices = [
        FilterChoice(
            "state", _("Keadaan"), [(s, general_state_label(s)) for s in states], filters.state
        ),
        FilterChoice("stage", _("Tahap"), _stages(), filters.stage),
        FilterChoice("scheme", _("Skema"), schemes, filters.scheme),
    ]
    regencies = _regencies_in_scope(user)
    if len(regencies) > 1:
        choices.append(FilterChoice("regency", _("Kabupaten/kota"), regencies, filters.regency))
    return choices


def _regencies_in_scope(user: User) -> list[tuple[str, str]]:
    """Return codes and names of the regencies that the person's official postings cover."""
    bounds = {p.agency.regency_id for p in active_postings(user) if p.role in OFFICIAL_ROLES}
    everywhere = user.is_superuser or None in bounds
    return [(r.code, str(r)) for r in all_regencies() if everywhere or r.code in bounds]


def _stages() -> list[tuple[str, str]]:
    """Return the office's stages by code, named as in the newest edition of a scheme."""
    stages = Stage.objects.exclude(exit="").order_by(
        "edition__scheme_id", "edition__valid_from", "position"
    )
    return list({stage.code: stage.name for stage in stages}.items())
