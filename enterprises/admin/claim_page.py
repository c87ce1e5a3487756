"""The page of one claim: who claims, what the register says, and the decision."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors.phones import current_phone, masked_number
from accounts.shared.current_user import current_user
from accounts.shared.person_page import person_url
from common.errors import DomainError, InvalidInput, Withheld
from common.identity.numbers import IdentityError, check_phone
from common.text.formats import date_short, datetime_wib, mask_email
from common.web.form_errors import show_errors
from enterprises.admin.decision_form import LONGEST, Choice, ReasonedForm
from enterprises.admin.particulars import identity_lines
from enterprises.enums import ClaimBasis, Holders
from enterprises.messages.claim_reasons import FOR_ACCEPTING, FOR_REFUSING
from enterprises.messages.particulars import Line
from enterprises.models import Claim, Member
from enterprises.permissions import may_decide_claim
from enterprises.selectors.claims import open_claims
from enterprises.selectors.enterprises import documents_of
from enterprises.selectors.members import claims_by, claims_on, memberships_of, people_of
from enterprises.selectors.posts import head_of
from enterprises.services.claims import decide_claim

ACCEPT: Final = "accept"
REFUSE: Final = "refuse"
_SHOWN: Final = 20


class DecisionForm(ReasonedForm):
    """The decision on a claim and its reason, which the claimant reads."""

    decision = forms.ChoiceField(choices=[(ACCEPT, ACCEPT), (REFUSE, REFUSE)])
    holders = forms.ChoiceField(choices=Holders, required=False)

    def __init__(self, *sent: Any) -> None:
        super().__init__(*sent)
        self.fields["reason"].error_messages["required"] = _("Tulis alasannya; pemohon membacanya.")

    @property
    def fault(self) -> int:
        """The status of the page that shows what is wrong with the decision sent; 0 for nothing."""
        return 400 if self.errors and not self.picked else 0


def claim_context(reader: User, claim: Claim, form: DecisionForm) -> dict[str, Any]:
    """Return what the page of one claim shows."""
    enterprise = claim.enterprise
    people = people_of(enterprise)[:_SHOWN]
    others = claims_on(enterprise).exclude(pk=claim.pk)
    earlier = claims_by(claim.user).exclude(pk=claim.pk)
    return {
        "title": _("Klaim atas %(enterprise)s") % {"enterprise": enterprise.name},
        "claim": claim,
        "claimant": _claimant_lines(claim),
        "claimant_url": person_url(reader, claim.user_id),
        "register": identity_lines(enterprise, is_phone_masked=True),
        "findings": _findings(claim),
        "people": people,
        "other_claims": others[:_SHOWN],
        "earlier_claims": earlier[:_SHOWN],
        "memberships": memberships_of(claim.user)[:_SHOWN],
        "documents": documents_of(enterprise)[:_SHOWN],
        "head": head_of(enterprise),
        "follows": claim.basis in (ClaimBasis.MINUTES, ClaimBasis.HEIRS),
        "may_open_evidence": claim.evidence is not None and may_decide_claim(reader, claim),
        "choices": _choices(form),
        "holders": _holders(claim, people),
        "chosen_holders": str(form.data.get("holders", "")),
        "holders_error": " ".join(map(str, form.errors.get("holders", []))),
        "most": LONGEST,
    }


def _holders(claim: Claim, people: Iterable[Member]) -> list[tuple[str, str]]:
    """Return the choices for those who act for it now; they stay beside an appointed person."""
    if not any(person.until is None for person in people):
        return []
    ends = claim.basis != ClaimBasis.APPOINTED
    return [(each.value, str(each.label)) for each in Holders if ends or each != Holders.END]


def decide(request: HttpRequest, claim: Claim, form: DecisionForm) -> HttpResponse | None:
    """Decide the claim and open the next one that waits; on a conflict show this one again.

    Return None where what is typed must stay on the page: a ready reason was picked, the form has
    errors, or the evidence does not open now.
    """
    if form.picked or not form.is_valid():
        return None
    official = current_user(request)
    accept = form.cleaned_data["decision"] == ACCEPT
    try:
        decide_claim(
            official,
            claim,
            accept=accept,
            reason=str(form.cleaned_data["reason"]),
            holders=Holders(form.cleaned_data["holders"]) if form.cleaned_data["holders"] else None,
        )
    except InvalidInput as error:
        show_errors(form, error)
        return None
    except Withheld as error:
        # The scanner clears most files within minutes: until then the page keeps what was written.
        messages.error(request, error.message)
        return None
    except DomainError as error:
        messages.error(request, error.message)
        return HttpResponseRedirect(request.path)
    text = (
        _("Klaim atas %(enterprise)s diterima; pemohon diberi tahu.")
        if accept
        else _("Klaim atas %(enterprise)s ditolak; pemohon diberi tahu.")
    )
    messages.success(request, text % {"enterprise": claim.enterprise.name})
    following = open_claims(official).exclude(pk=claim.pk).first()
    if following is None:
        return HttpResponseRedirect(reverse("admin:enterprises_claim_changelist"))
    return HttpResponseRedirect(reverse("admin:enterprises_claim_change", args=[following.pk]))


def already_decided(claim: Claim) -> str:
    """Say that a claim was decided before, how, by whom and when."""
    return _("Klaim ini sudah diputuskan: %(state)s oleh %(who)s, %(at)s.") % {
        "state": str(claim.get_state_display()).lower(),
        "who": str(claim.decided_by) if claim.decided_by else _("sistem"),
        "at": datetime_wib(claim.decided_at) if claim.decided_at else "",
    }


def _choices(form: DecisionForm) -> list[Choice]:
    return [
        form.choice(ACCEPT, _("Terima: jadikan pelaku usaha"), "likely", FOR_ACCEPTING),
        form.choice(REFUSE, _("Tolak"), "grave", FOR_REFUSING),
    ]


def _claimant_lines(claim: Claim) -> list[Line]:
    person = claim.user
    return [
        (_("Nama"), person.name or _("Belum ada")),
        (_("Email"), mask_email(person.email or "") or _("Belum ada")),
        (_("Ponsel"), masked_number(current_phone(person)) or _("Belum ada")),
        (_("Punya akun sejak"), date_short(person.date_joined)),
        (_("Mengajukan klaim pada"), date_short(claim.created_at)),
    ]


def _findings(claim: Claim) -> list[tuple[str, str, bool]]:
    """Return what was compared, the result in words, and whether it supports the claimant."""
    phone = _phone_finding(claim)
    nik = (
        (_("cocok dengan data register"), True)
        if claim.matched_nik
        else (_("tidak cocok dengan data register"), False)
    )
    return [(_("NIK yang diketik pemohon"), *nik), (_("Nomor ponsel"), *phone)]


def _phone_finding(claim: Claim) -> tuple[str, bool]:
    own, registered = current_phone(claim.user), claim.enterprise.phone
    if not own or not registered:
        return _("tidak dapat dibandingkan"), False
    try:
        is_same = check_phone(registered) == own
    except IdentityError:
        return _("tidak dapat dibandingkan"), False
    if is_same:
        return _("sama dengan nomor di register"), True
    return _("berbeda dari nomor di register"), False
