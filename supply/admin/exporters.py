"""The officials' pages of exporters of record: the list, a proposal, and one standing."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from common.admin.page import backoffice_page
from common.errors import DomainError, InvalidInput, NotPermitted
from common.lists.paging import keyset_page
from common.lists.word_search import as_one_number
from common.web.fields import DayField
from enterprises.permissions import acts_or_acted_for
from enterprises.selectors.enterprises import NIB_DIGITS
from supply.admin.access import reader_of
from supply.models import ExporterStanding
from supply.permissions import may_grant, may_propose
from supply.selectors.exporters import enterprise_with_nib, standing_for, standings
from supply.services.standings import end, grant, keep, propose, propose_end, reject_proposal

_PAGE: Final = 50
_MOST: Final = 500


def _reason(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=_MOST, widget=forms.Textarea(attrs={"rows": 3}))


class ProposeForm(forms.Form):
    """Which enterprise, and what makes it an exporter."""

    nib = forms.CharField(
        label="NIB",
        max_length=40,
        help_text=gettext_lazy("NPWP diambil dari data usaha dan tidak disalin."),
    )
    customs_number = forms.CharField(label=gettext_lazy("Nomor akses kepabeanan"), max_length=40)
    customs_on = DayField(label=gettext_lazy("Tanggal akses kepabeanan"))
    last_rat_on = DayField(
        label=gettext_lazy("RAT terakhir"),
        help_text=gettext_lazy("Wajib bagi koperasi."),
        required=False,
    )
    expires_on = DayField(label=gettext_lazy("Berlaku sampai"))
    reason = _reason(gettext_lazy("Alasan"))


class ReasonForm(forms.Form):
    """Why a proposal is turned down, or an end is proposed."""

    reason = _reason(gettext_lazy("Alasan"))


@require_safe
def exporters_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """List all standings, newest first: proposed, in force, ended."""
    user = reader_of(request)
    try:
        page = keyset_page(standings(), order=("-id",), cursor=request.GET.get("hal"), size=_PAGE)
    except InvalidInput:
        return HttpResponseRedirect(reverse("admin:supply_exporters"))
    shown = {
        "title": _("Eksportir"),
        "rows": page.items,
        "may_propose": may_propose(user),
        "next_url": f"?hal={page.next}" if page.next else "",
        "previous_url": f"?hal={page.previous}" if page.previous else "",
    }
    return backoffice_page(request, "admin/supply/exporters.html", {**context, **shown})


@require_http_methods(["GET", "HEAD", "POST"])
def propose_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Propose that an enterprise is exporter of record; another official grants it."""
    user = reader_of(request)
    if not may_propose(user):
        raise PermissionDenied
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        standing = _proposed(user, form)
        if standing is not None:
            messages.success(request, _("Usulan tersimpan. Petugas lain menetapkannya."))
            return HttpResponseRedirect(_address(standing))
    shown = {"title": _("Usulkan eksportir"), "form": form}
    status = 400 if form.errors else 200
    return backoffice_page(request, "admin/supply/propose.html", {**context, **shown}, status)


def _proposed(user: User, form: ProposeForm) -> ExporterStanding | None:
    sent = dict(form.cleaned_data)
    nib = as_one_number(sent.pop("nib"), NIB_DIGITS)
    enterprise = enterprise_with_nib(nib)
    if enterprise is None:
        form.add_error("nib", _("Tidak ada usaha dengan NIB ini di register."))
        return None
    try:
        return propose(user, enterprise, **sent)
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else "nib", error.message)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def exporter_page(request: HttpRequest, context: dict[str, Any], standing_id: int) -> HttpResponse:
    """Show a standing; grant or turn it down, propose its end, end or keep it."""
    user = reader_of(request)
    standing = standing_for(standing_id)
    if standing is None:
        raise Http404
    possible = _possible(user, standing)
    form, status = ReasonForm(), 200
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act not in _ACTS or not _RIGHTS[act](user):
            raise PermissionDenied
        if act in _WITH_REASON:
            form = ReasonForm(request.POST)
        if act not in _WITH_REASON or form.is_valid():
            answer = _done(request, user, standing, act, form)
            if answer is not None:
                return answer
        status = 409 if not form.errors else 400
    shown = {
        "title": standing.enterprise.name,
        "standing": standing,
        "possible": possible,
        "form": form,
    }
    return backoffice_page(request, "admin/supply/exporter.html", {**context, **shown}, status)


def _done(
    request: HttpRequest, user: User, standing: ExporterStanding, act: str, form: ReasonForm
) -> HttpResponse | None:
    reason = {"reason": form.cleaned_data["reason"]} if act in _WITH_REASON else {}
    try:
        _ACTS[act](user, standing.pk, **reason)
    except NotPermitted as error:
        raise PermissionDenied from error
    except InvalidInput as error:
        form.add_error("reason" if error.field == "reason" else None, error.message)
        if act not in _WITH_REASON:
            messages.error(request, error.message)
        return None
    except DomainError as error:
        messages.error(request, error.message)
        return None
    messages.success(request, str(_SAID[act]))
    return HttpResponseRedirect(_address(standing))


def _possible(user: User, standing: ExporterStanding) -> list[str]:
    """Return the acts that the person may do now; proposing and granting need two people."""
    if standing.ended_at is not None or acts_or_acted_for(user, standing.enterprise):
        return []
    grants = may_grant(user)
    if standing.granted_at is None:
        is_other = standing.proposed_by_id != user.pk
        return [
            *(["grant"] if grants and is_other else []),
            *(["reject_proposal"] if grants else []),
        ]
    if standing.end_proposed_at is None:
        return ["propose_end"] if may_propose(user) else []
    is_other = standing.end_proposed_by_id != user.pk
    return [*(["end"] if grants and is_other else []), *(["keep"] if grants else [])]


_ACTS: Final[Mapping[str, Callable[..., ExporterStanding]]] = {
    "grant": grant,
    "reject_proposal": reject_proposal,
    "propose_end": propose_end,
    "end": end,
    "keep": keep,
}
_RIGHTS: Final[Mapping[str, Callable[[User], bool]]] = {
    **dict.fromkeys(_ACTS, may_grant),
    "propose_end": may_propose,
}
_WITH_REASON: Final = frozenset({"reject_proposal", "propose_end"})
_SAID: Final = {
    "grant": gettext_lazy("Ditetapkan; usahanya diberi tahu."),
    "reject_proposal": gettext_lazy("Usulan ditolak."),
    "propose_end": gettext_lazy("Pengakhiran diusulkan. Petugas lain memutuskannya."),
    "end": gettext_lazy("Diakhiri; usahanya diberi tahu."),
    "keep": gettext_lazy("Usulan pengakhiran dibatalkan; penetapan tetap berlaku."),
}


def _address(standing: ExporterStanding) -> str:
    return reverse("admin:supply_exporter", args=[standing.pk])
