"""The outcome of each kind of programme, by the kind's code."""

from collections.abc import Iterable
from importlib import import_module

from django.utils.module_loading import module_has_submodule

from applications.kinds.outcome import Outcome
from applications.models import Application

_DEFAULT = Outcome()
_OUTCOMES: dict[str, Outcome] = {}


def load_outcomes(apps: Iterable[str]) -> None:
    """Register `OUTCOME` of each kind app that has a module `outcome`."""
    for app in apps:
        if module_has_submodule(import_module(app), "outcome"):
            code = import_module(f"{app}.kind").KIND.code
            _OUTCOMES[code] = import_module(f"{app}.outcome").OUTCOME


def outcome_of(application: Application) -> Outcome:
    """Return what follows a decision on this application."""
    return _OUTCOMES.get(application.scheme.kind, _DEFAULT)
