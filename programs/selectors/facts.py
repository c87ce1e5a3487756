"""Facts of an enterprise, for the rules."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from common.dates import clock
from enterprises.models import Enterprise
from enterprises.selectors.enterprises import facts_for


def facts_of(
    enterprise: Enterprise, answers: Mapping[str, Any], on: date | None = None
) -> dict[str, Any]:
    """Merge the answers with the facts of the enterprise, which override an answer of that name."""
    return {**answers, **facts_for(enterprise), "on": on or clock.today()}
