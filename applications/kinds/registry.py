"""Registry of the outcome hooks of each kind of programme, by the kind's code."""

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

from django.utils.module_loading import module_has_submodule

from applications.kinds.outcome import NextStep, Outcome
from applications.kinds.outside_task import GENERAL, OutsideTask
from applications.models import Application
from programs.enums import OUTCOME_STATES
from programs.kinds.registry import declarations
from programs.models import Stage

_DEFAULT = Outcome()
_OUTCOMES: dict[str, Outcome] = {}


def load_outcomes(apps: Iterable[str]) -> None:
    """Register `OUTCOME` of each kind app that has a module `outcome`."""
    names = list(apps)
    for app, kind in zip(names, declarations(names), strict=True):
        if module_has_submodule(import_module(app), "outcome"):
            _OUTCOMES[kind.code] = import_module(f"{app}.outcome").OUTCOME


def outcome_of(application: Application) -> Outcome:
    """Return the outcome hooks of the application's kind."""
    return _OUTCOMES.get(application.scheme.kind, _DEFAULT)


def step_after_decision(application: Application) -> NextStep | None:
    """Return the kind's next step; None before a decision, or where the kind defines none."""
    if application.state not in OUTCOME_STATES:
        return None
    return outcome_of(application).next_step(application)


def outside_task(application: Application, stage: Stage) -> OutsideTask:
    """Return what the applicant does in a stage outside the portal, in the words of its kind."""
    return outcome_of(application).outside_tasks.get(stage.code, GENERAL)


def accepted_data(transition: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the submitted data of a transition that any kind accepts, unchanged.

    The kind's `guard` refuses values that it cannot use.
    """
    accepted = {
        name
        for outcome in _OUTCOMES.values()
        for name in outcome.accepted_fields.get(transition, frozenset())
    }
    return {name: data[name] for name in sorted(accepted) if name in data}
