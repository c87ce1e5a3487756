"""The page of one letter: what it says, what was done to it, and what may be done now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from common.dates import clock
from common.errors import DomainError, InvalidInput, NotPermitted
from letters.admin.labels import asked_words, owed_words, title_of, why_waiting
from letters.admin.signing_act import MAX_SECRET, done_words, sign
from letters.enums import LetterAction, LetterStatus, NumberWay
from letters.models import Letter, LetterEvent
from letters.policies.codes import written
from letters.policies.status_table import may_follow
from letters.render.pdf import page_pictures
from letters.selectors.office_letters import readable
from letters.selectors.parties import is_party
from letters.selectors.positions import holders_today, signing_holder
from letters.selectors.prints import is_printed
from letters.services.numbering import MAX_TYPED, source_for
from letters.services.preview import preview_content
from letters.services.signing import trouble_words
from letters.services.status import MAX_REASON, MIN_REASON, change, may_change
from letters.shared.subject_pages import subject_pages
from letters.signers.registry import signer

_EVENTS_SHOWN: Final = 100
_PAGES_SHOWN: Final = 10
_SIGN: Final = "sign"


@dataclass(frozen=True)
class Change:
    """One action on a letter, and its result."""

    action: LetterAction
    label: str
    explanation: str
    is_grave: bool
    form: "ReasonForm"


@dataclass(frozen=True)
class Event:
    """One line of the history."""

    at: Any
    what: str
    who: str
    reason: str


class ReasonForm(forms.Form):
    """The reason; it is kept, and for a signed letter its holder is notified of it."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        min_length=MIN_REASON,
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Tulis alasannya.")},
    )


class SignForm(forms.Form):
    """The act of signing one letter: its number where it is typed, a secret where one is needed."""

    number = forms.CharField(
        label=gettext_lazy("Nomor surat"),
        max_length=MAX_TYPED,
        help_text=gettext_lazy("Dari SRIKANDI atau buku agenda, persis seperti di sana."),
        error_messages={"required": gettext_lazy("Tulis nomornya dari SRIKANDI atau agenda.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    secret = forms.CharField(
        label=gettext_lazy("Frasa sandi atau kode"),
        max_length=MAX_SECRET,
        strip=False,
        help_text=gettext_lazy("Hanya dipakai untuk tanda tangan ini; tidak disimpan."),
        error_messages={"required": gettext_lazy("Ketik frasa sandi atau kode Anda.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, letter: Letter, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        if not asks_number(letter):
            del self.fields["number"]
        if not signer().asks_secret:
            del self.fields["secret"]


@sensitive_post_parameters("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def letter_page(request: HttpRequest, context: dict[str, Any], letter_id: int) -> HttpResponse:
    """Show a letter in scope; its signer and those responsible for it act on it here."""
    user = current_user(request)
    letter = letter_in_scope(user, letter_id)
    status, sign_form, reason_form = 200, None, None
    if request.method == "POST":
        name = request.POST.get("action", "")
        if name == _SIGN:
            sign_form = SignForm(letter, request.POST)
            answer = _sign(request, user, letter, sign_form)
        else:
            reason_form = ReasonForm(request.POST)
            answer = _change(request, user, letter, name, reason_form)
        if answer is not None:
            return answer
        status = 400
        letter = letter_in_scope(user, letter_id)
    page = _context(request, user, letter, sign_form, reason_form)
    return backoffice_page(request, "admin/letters/letter.html", {**context, **page}, status)


def letter_in_scope(user: User, letter_id: int) -> Letter:
    """Return a letter that the person may read; Http404 otherwise."""
    letter = readable(user).filter(pk=letter_id).first()
    if letter is None:
        raise Http404
    return letter


def asks_number(letter: Letter) -> bool:
    """Tell whether the number of the letter has to be typed when it is signed."""
    if letter.number is not None:
        return False
    source = source_for(letter.agency, letter.kind, clock.today())
    return source is not None and source.way == NumberWay.TYPED


def _sign(request: HttpRequest, user: User, letter: Letter, form: SignForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    typed, secret = (form.cleaned_data.get(name, "") for name in ("number", "secret"))
    (done,) = sign(user, [letter.pk], secret=secret, typed=typed)
    if done.error:
        form.add_error("number" if "number" in form.fields else None, done.error)
        return None
    messages.success(request, _("Surat ini %(done)s.") % {"done": done_words()})
    return HttpResponseRedirect(reverse("admin:letters_letter", args=[letter.pk]))


def _change(
    request: HttpRequest, user: User, letter: Letter, name: str, form: ReasonForm
) -> HttpResponse | None:
    here = HttpResponseRedirect(reverse("admin:letters_letter", args=[letter.pk]))
    if name not in _CHANGES:
        messages.error(request, _("Tindakan ini tidak dikenal."))
        return here
    if not form.is_valid():
        return None
    try:
        change(user, letter.pk, LetterAction(name), form.cleaned_data["reason"])
    except InvalidInput as error:
        form.add_error("reason", error.message)
        return None
    except NotPermitted as error:
        raise PermissionDenied(error.message) from error
    except DomainError as error:
        messages.error(request, error.message)
        return here
    messages.success(request, _("Tercatat."))
    return here


def _context(
    request: HttpRequest,
    user: User,
    letter: Letter,
    sign_form: SignForm | None,
    reason_form: ReasonForm | None,
) -> dict[str, Any]:
    waits = letter.status == LetterStatus.WAITING
    place = (letter.agency_id, letter.position_kind)
    holder = holders_today([place]).get(place) if waits else None
    asked = asked_words(letter) if waits else ""
    signs = waits and not asked and not letter.is_statement
    signs = signs and signing_holder(letter, user) is not None
    signs = signs and not is_party(user, letter) and not is_printed(letter)
    # A statement says what happened; only the letter that follows it can be ended.
    answers = may_change(user, letter) and not letter.is_statement
    sent = request.POST.get("action", "") if request.method == "POST" else ""
    return {
        "title": title_of(letter),
        "letter": letter,
        "waits": waits,
        "position": _position(letter, waits=waits),
        "holder": str(holder) if holder else "",
        "asked": asked,
        "owed": owed_words(letter) if waits and not asked else "",
        "trouble": why_waiting(letter, holder) if waits and not asked else "",
        "application_url": subject_pages(user, [letter.subject]).get(letter.subject, ""),
        "pages": _pages(letter) if waits else (),
        "code": written(letter.code) if letter.signed_at else "",
        "checks": letter.checks.count(),
        "events": _events(letter),
        "sign_form": (sign_form or SignForm(letter)) if signs else None,
        "sign_errors": _sign_errors(sign_form, is_shown=signs),
        "may_print": answers and waits and not asked,
        "changes": _changes(letter, sent, reason_form) if answers and not asked else (),
    }


def _position(letter: Letter, *, waits: bool) -> str:
    if letter.is_statement:
        return ""
    if letter.content and not waits:
        return str(letter.content["signer"]["position"])
    return str(letter.get_position_kind_display())


def _sign_errors(form: SignForm | None, *, is_shown: bool) -> list[str]:
    """Return what is wrong with the act, including each field if its form is not shown again."""
    if form is None:
        return []
    errors = [str(each) for each in form.non_field_errors()]
    if not is_shown:
        errors += [str(each) for name in form.fields for each in form.errors.get(name, ())]
    return errors


def _pages(letter: Letter) -> range:
    """Return the numbers of the pages that the preview has, a bounded number of them."""
    return range(1, min(len(page_pictures(preview_content(letter))), _PAGES_SHOWN) + 1)


def _changes(letter: Letter, sent: str, form: ReasonForm | None) -> Sequence[Change]:
    return [
        Change(
            LetterAction(name),
            str(label),
            str(explanation),
            is_grave,
            form if form is not None and sent == name else ReasonForm(auto_id=f"{name}-%s"),
        )
        for name, (label, explanation, is_grave) in _CHANGES.items()
        if may_follow(LetterStatus(letter.status), LetterAction(name))
    ]


def _events(letter: Letter) -> list[Event]:
    events = letter.events.select_related("actor").order_by("-id")[:_EVENTS_SHOWN]
    return [
        Event(
            at=each.at,
            what=str(each.get_action_display()),
            who=each.actor.get_full_name() if each.actor else _("sistem"),
            reason=_reason(each),
        )
        for each in events
    ]


def _reason(event: LetterEvent) -> str:
    """Return the reason in words: a failure to sign has a code."""
    return (
        trouble_words(event.reason)
        if event.action == LetterAction.SIGNING_FAILED
        else (event.reason)
    )


_CHANGES: Final[Mapping[str, tuple[Any, Any, bool]]] = {
    str(LetterAction.CANCELLED): (
        gettext_lazy("Batalkan surat ini"),
        gettext_lazy(
            "Surat tidak jadi diterbitkan. Bila sudah bernomor, nomornya tetap di buku agenda "
            "sebagai batal dan tidak dipakai lagi."
        ),
        True,
    ),
    str(LetterAction.SUSPENDED): (
        gettext_lazy("Bekukan"),
        gettext_lazy("Sementara tidak berlaku; dapat dipulihkan."),
        False,
    ),
    str(LetterAction.REINSTATED): (
        gettext_lazy("Pulihkan"),
        gettext_lazy("Berlaku lagi seperti semula."),
        False,
    ),
    str(LetterAction.REVOKED): (
        gettext_lazy("Cabut"),
        gettext_lazy("Tidak berlaku lagi untuk seterusnya."),
        True,
    ),
}
