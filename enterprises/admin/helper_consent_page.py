"""The page of one consent: who agreed to what, and the decision of the office."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors.phones import masked_number
from accounts.shared.current_user import current_user
from common.errors import DomainError, InvalidInput
from common.web.form_errors import show_errors
from enterprises.admin.decision_form import LONGEST, Choice, ReasonedForm
from enterprises.enums import ConsentState
from enterprises.messages.consent_reasons import FOR_ACCEPTING, FOR_ENDING, FOR_REFUSING
from enterprises.models import HelperConsent
from enterprises.permissions import may_judge_consent
from enterprises.services.consent_forms import end_at_counter, judge_form

ACCEPT: Final = "accept"
REFUSE: Final = "refuse"
END: Final = "end"
_OF_STATE: Mapping[str, tuple[str, ...]] = {
    ConsentState.WAITING: (ACCEPT, REFUSE),
    ConsentState.GIVEN: (END,),
}


class JudgementForm(ReasonedForm):
    """What the official decides on a consent, and why; the helper reads it."""

    decision = forms.ChoiceField(choices=[(each, each) for each in (ACCEPT, REFUSE, END)])

    def __init__(self, consent: HelperConsent, data: Any) -> None:
        super().__init__(data)
        self.consent = consent
        required = _("Tulis alasannya; pendamping membacanya.")
        self.fields["reason"].error_messages["required"] = required


def consent_context(reader: User, consent: HelperConsent, form: JudgementForm) -> dict[str, Any]:
    """Return what the page of one consent shows."""
    return {
        "title": _("Persetujuan pendampingan: %(enterprise)s")
        % {"enterprise": consent.enterprise_name},
        "consent": consent,
        "phone": masked_number(consent.phone or ""),
        "may_open_form": consent.evidence is not None and may_judge_consent(reader, consent),
        "choices": _choices(consent, form),
        "most": LONGEST,
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
    return [form.choice(name, *known[name]) for name in _OF_STATE.get(consent.state, ())]
