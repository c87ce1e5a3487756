"""The page of one consent: who agreed to what, and the decision of the office."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.selectors.phones import masked_number
from accounts.shared.current_user import current_user
from common.errors import DomainError, InvalidInput
from common.web.form_errors import show_errors
from enterprises.admin.claim_page import Choice
from enterprises.enums import ConsentState
from enterprises.messages.consent_reasons import FOR_ACCEPTING, FOR_ENDING, FOR_REFUSING
from enterprises.models import HelperConsent
from enterprises.permissions import may_judge_consent
from enterprises.services.consent_forms import end_at_counter, judge_form
from enterprises.services.reasons import MIN_REASON

ACCEPT: Final = "accept"
REFUSE: Final = "refuse"
END: Final = "end"
_LONGEST: Final = 500
_OF_STATE: Mapping[str, tuple[str, ...]] = {
    ConsentState.WAITING: (ACCEPT, REFUSE),
    ConsentState.GIVEN: (END,),
}


class JudgementForm(forms.Form):
    """What the official decides of a consent, and why; the helper reads it."""

    decision = forms.ChoiceField(choices=[(each, each) for each in (ACCEPT, REFUSE, END)])
    reason = forms.CharField(
        min_length=MIN_REASON,
        max_length=_LONGEST,
        error_messages={
            "required": gettext_lazy("Tulis alasannya; pendamping membacanya."),
            "min_length": gettext_lazy("Tulis alasan, paling sedikit 3 huruf."),
        },
    )

    def __init__(self, consent: HelperConsent, data: Any) -> None:
        super().__init__(data)
        self.consent = consent

    @property
    def picked(self) -> str:
        """The ready reason that was pressed without a script; '' when the decision was sent."""
        return str(self.data.get("pick", ""))[:_LONGEST]

    def typed(self, decision: str) -> str:
        """Return what stands in the reason of a decision's form."""
        if not self.is_bound or self.data.get("decision") != decision:
            return ""
        written = str(self.data.get("reason", ""))
        return "\n".join(part for part in (written, self.picked) if part)

    def error_of(self, decision: str) -> str:
        """Return what is wrong with the reason of a decision's form, '' for nothing."""
        is_sent = self.is_bound and not self.picked and self.data.get("decision") == decision
        return " ".join(map(str, self.errors.get("reason", []))) if is_sent else ""


def consent_context(reader: User, consent: HelperConsent, form: JudgementForm) -> dict[str, Any]:
    """Return what the page of one consent shows."""
    return {
        "title": _("Persetujuan pendampingan: %(enterprise)s")
        % {"enterprise": consent.enterprise_name},
        "consent": consent,
        "phone": masked_number(consent.phone or ""),
        "may_open_form": consent.evidence is not None and may_judge_consent(reader, consent),
        "choices": _choices(consent, form),
        "most": _LONGEST,
    }


def judge(request: HttpRequest, consent: HelperConsent, form: JudgementForm) -> HttpResponse | None:
    """Decide and show the page again; None where what is typed must stay on it."""
    if form.picked or not form.is_valid():
        return None
    official, reason = current_user(request), str(form.cleaned_data["reason"])
    decision = form.cleaned_data["decision"]
    try:
        if decision == END:
            end_at_counter(official, consent.pk, reason=reason)
        else:
            judge_form(official, consent.pk, accept=decision == ACCEPT, reason=reason)
    except InvalidInput as error:
        show_errors(form, error)
        return None
    except DomainError as error:
        messages.error(request, error.message)
        return HttpResponseRedirect(request.path)
    said = {
        ACCEPT: _("Formulir diterima; pendamping diberi tahu."),
        REFUSE: _("Formulir ditolak; pendamping diberi tahu."),
        END: _("Pendampingan diakhiri; pendamping diberi tahu."),
    }
    messages.success(request, said[decision])
    return HttpResponseRedirect(request.path)


def _choices(consent: HelperConsent, form: JudgementForm) -> list[Choice]:
    known = {
        ACCEPT: (_("Terima formulir"), "likely", FOR_ACCEPTING),
        REFUSE: (_("Tolak formulir"), "grave", FOR_REFUSING),
        END: (_("Akhiri atas permintaan pemilik"), "grave", FOR_ENDING),
    }
    return [
        Choice(
            name,
            *known[name],
            reason=form.typed(name),
            error=form.error_of(name),
            is_open=bool(form.typed(name) or form.error_of(name)),
        )
        for name in _OF_STATE.get(consent.state, ())
    ]
