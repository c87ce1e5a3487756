"""A decision of an official with a reason: each decision is a form of its own on the page.

Ready reasons are buttons that a script copies into the reason; without it the page does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from enterprises.services.reasons import MIN_REASON

LONGEST: Final = 500


@dataclass(frozen=True)
class Choice:
    """One decision as a form of its own."""

    name: str
    label: str
    style: str
    reasons: Sequence[str | Promise]
    reason: str
    error: str
    is_open: bool


class ReasonedForm(forms.Form):
    """What every decision is sent with; subclasses add `decision` and say who reads the reason."""

    reason = forms.CharField(
        min_length=MIN_REASON,
        max_length=LONGEST,
        error_messages={"min_length": gettext_lazy("Tulis alasan, paling sedikit 3 huruf.")},
    )

    @property
    def picked(self) -> str:
        """The ready reason that was pressed without a script; '' when the decision was sent."""
        return str(self.data.get("pick", ""))[:LONGEST]

    def typed(self, decision: str) -> str:
        """Return the present text of the reason in a decision's form."""
        if not self.is_bound or self.data.get("decision") != decision:
            return ""
        written = str(self.data.get("reason", ""))
        return "\n".join(part for part in (written, self.picked) if part)

    def error_of(self, decision: str) -> str:
        """Return what is wrong with the reason of a decision's form, '' for nothing."""
        is_sent = self.is_bound and not self.picked and self.data.get("decision") == decision
        return " ".join(map(str, self.errors.get("reason", []))) if is_sent else ""

    def choice(self, name: str, label: str, style: str, reasons: Sequence[str | Promise]) -> Choice:
        """Return one decision with what was typed for it; it is open where anything was."""
        reason, error = self.typed(name), self.error_of(name)
        return Choice(name, label, style, reasons, reason, error, is_open=bool(reason or error))
