"""Who acts for an enterprise: its members with their positions, and its helpers."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.enums import ConsentPurpose
from accounts.selectors.consent import current_text
from accounts.shared.current_user import current_user
from common.dates import clock
from common.errors import Conflict, DomainError, InvalidInput, NotFound, TooManyRequests
from common.web.fields import DayField, FileIfNeeded, PickField
from common.web.form_errors import show_errors
from common.web.form_pages import status_of_form
from enterprises.enums import HEADS, MemberRole, Position
from enterprises.models import Enterprise, Member
from enterprises.selectors.claims import open_claims_of_helpers
from enterprises.selectors.helper_consents import open_invitations_to
from enterprises.selectors.members import acting_people
from enterprises.selectors.posts import (
    head_of,
    head_position,
    is_signed_by_head,
    is_signing_owner,
    posts_of,
)
from enterprises.services.documents import store
from enterprises.services.helper_access import (
    answer_helper,
    approve_helper,
    end_helper,
)
from enterprises.services.invitations import invite, take_back
from enterprises.services.posts import MINUTES, record_post, require_head
from enterprises.shared.own_enterprise import own_enterprise
from enterprises.web.consent_forms import InviteForm
from enterprises.web.owner_access import owner_page

_SHOWN = 50
_LONGEST_KEY = 18
END, AGREE, DISAGREE, APPROVE, TAKE_BACK = "akhiri", "setuju", "tolak", "setujui", "tarik"
# The first button in this order that was pressed counts.
_ABOUT_HELPERS = (DISAGREE, AGREE, END, APPROVE, TAKE_BACK)


class PostForm(forms.Form):
    """A member's position, since when, and the minutes that prove it."""

    def __init__(self, enterprise: Enterprise, owners: list[Member], data: Any, files: Any) -> None:
        super().__init__(data, files)
        head = head_position(enterprise)
        positions = [each for each in Position if each not in HEADS or each == head]
        self.fields["member"] = PickField(
            options=[(str(each.pk), each.user.get_full_name()) for each in owners],
            label=_("Siapa?"),
            error_messages={"required": _("Pilih orangnya.")},
        )
        self.fields["position"] = PickField(
            options=[(each.value, str(each.label)) for each in positions],
            label=_("Jabatan"),
            error_messages={"required": _("Pilih jabatannya.")},
        )
        self.order_fields(["member", "position", "since", "file"])

    since = DayField(
        label=gettext_lazy("Menjabat sejak"),
        error_messages={"required": gettext_lazy("Isi tanggal mulai menjabat.")},
    )
    file = FileIfNeeded(
        label=gettext_lazy("Berita acara rapat atau akta"),
        help_text=gettext_lazy(
            "Wajib untuk ketua atau direktur baru; untuk jabatan lain bila ada. Foto dari ponsel "
            "atau PDF, paling besar 10 MB."
        ),
    )


@owner_page
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """List who acts for the enterprise; its head records who holds which position."""
    enterprise = own_enterprise(request, enterprise_id)
    members = list(acting_people(enterprise)[:_SHOWN])
    owners = [each for each in members if each.role == MemberRole.OWNER]
    head = head_of(enterprise)
    is_head = head is not None and head.user_id == current_user(request).pk
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    pressed = next((name for name in _ABOUT_HELPERS if name in (data or ())), None)
    if pressed is not None:
        return _about_helper(request, enterprise, pressed)
    if data is not None and "email" in data:
        return _invite(request, enterprise)
    if data is not None:
        # Before a file is stored.
        require_head(current_user(request), enterprise)
    form = PostForm(enterprise, owners, data, files)
    if data is not None and form.is_valid() and _recorded(request, enterprise, form):
        return redirect("enterprise-people", enterprise.pk)
    posts = list(posts_of(enterprise)[:_SHOWN])
    held = {each.user_id: each for each in posts if each.until is None}
    may_choose = is_signing_owner(current_user(request), enterprise)
    context = {
        "enterprise": enterprise,
        "head": head,
        "head_label": head_position(enterprise).label,
        "only_head": is_signed_by_head(enterprise),
        "members": [(each, held.get(each.user_id)) for each in members],
        "former": [each for each in posts if each.until is not None],
        "form": form if is_head else None,
        "may_end": may_choose,
        "invite": InviteForm() if may_choose else None,
        "invited": open_invitations_to(enterprise)[:_SHOWN] if may_choose else [],
        "asking": open_claims_of_helpers(enterprise)[:_SHOWN] if may_choose else [],
        "consent_text": current_text(ConsentPurpose.ON_BEHALF, clock.today()),
    }
    return render(request, "usaha/orang.html", context, status=status_of_form(form))


def _about_helper(request: HttpRequest, enterprise: Enterprise, name: str) -> HttpResponse:
    """Let a helper in, refuse one, end the help of one, or take an invitation back."""
    actor, typed = current_user(request), request.POST[name]
    key = int(typed) if typed.isdecimal() and len(typed) <= _LONGEST_KEY else 0
    try:
        if name == TAKE_BACK:
            take_back(actor, enterprise, key)
            messages.success(request, _("Undangan ditarik."))
            return redirect("enterprise-people", enterprise.pk)
        if name == END:
            helper = end_helper(actor, enterprise, key).user
        elif name == APPROVE:
            helper = approve_helper(actor, enterprise, key).user
        else:
            helper = answer_helper(actor, enterprise, key, accept=name == AGREE).user
    except (NotFound, Conflict) as error:
        messages.info(request, error.message)
    else:
        texts = {
            END: _("Pendampingan oleh %(name)s berakhir. Ia diberi tahu."),
            APPROVE: _("Persetujuan Anda untuk %(name)s tercatat."),
            AGREE: _("%(name)s sekarang mendampingi usaha ini. Ia diberi tahu."),
            DISAGREE: _("%(name)s tidak mendampingi usaha ini. Ia diberi tahu."),
        }
        messages.success(request, texts[name] % {"name": helper.get_full_name()})
    return redirect("enterprise-people", enterprise.pk)


def _invite(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    """Invite a helper; the answer does not reveal whether there is one with this address."""
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            invite(current_user(request), enterprise, form.cleaned_data["email"])
        except (InvalidInput, TooManyRequests) as error:
            messages.error(request, error.message)
        else:
            said = _(
                "Undangan dicatat. Bila alamat itu milik seorang pendamping, ia diberi tahu; "
                "permintaannya tampil di halaman ini."
            )
            messages.success(request, said)
    else:
        messages.error(request, " ".join(str(each) for each in form.errors["email"]))
    return redirect("enterprise-people", enterprise.pk)


def _recorded(request: HttpRequest, enterprise: Enterprise, form: PostForm) -> bool:
    """Record the position; on a refusal say why at its field."""
    actor, sent = current_user(request), form.cleaned_data
    try:
        minutes = None
        if sent["file"]:
            minutes = store(
                actor,
                enterprise,
                kind=MINUTES,
                upload=sent["file"],
                filename=sent["file"].name,
            )
        record_post(
            actor,
            enterprise,
            member_id=int(sent["member"]),
            position=Position(sent["position"]),
            since=sent["since"],
            minutes=minutes,
        )
    except DomainError as error:
        show_errors(form, error)
        return False
    messages.success(request, _("Jabatan tercatat."))
    return True
