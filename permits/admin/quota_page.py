"""The officials' page of quotas: how many places there are, used and left, and setting them."""

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from common.dates import clock
from common.errors import Conflict, InvalidInput
from common.lists.paging import keyset_page
from common.text.formats import date_short, number
from common.web.form_errors import show_errors
from permits.models import SlotQuota
from permits.selectors.slots import may_see_quotas, quotas_in_scope, settable
from permits.services.slots import MAX_PLACES, set_places
from programs.selectors.scheme_names import scheme_names
from reference.models import Regency

PAGE: Final = 50
# A choice of an office whose region is the whole province.
_PROVINCE: Final = "-"


@dataclass(frozen=True)
class Row:
    """One quota as officials read it."""

    kind: str
    year: int
    office: str
    places: str
    used: str
    left: str
    said: str


class QuotaForm(forms.Form):
    """Of which scheme and office, in which year, how many places."""

    of = forms.ChoiceField(
        label=gettext_lazy("Program dan dinas"),
        error_messages={"required": gettext_lazy("Pilih program dan dinasnya.")},
    )
    year = forms.TypedChoiceField(label=gettext_lazy("Tahun"), coerce=int)
    places = forms.IntegerField(
        label=gettext_lazy("Jumlah tempat"),
        min_value=0,
        max_value=MAX_PLACES,
        error_messages={"required": gettext_lazy("Isi jumlah tempatnya.")},
    )

    def __init__(self, user: User, *sent: Any) -> None:
        super().__init__(*sent)
        this = clock.today().year
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            (year, str(year)) for year in (this, this + 1)
        ]
        regions = {each.pk: str(each) for each in Regency.objects.all()}
        self.fields["of"].choices = [  # type: ignore[attr-defined]
            (f"{scheme.code} {region or _PROVINCE}", f"{scheme.name}, {_office(region, regions)}")
            for scheme, region in settable(user)
        ]


@require_http_methods(["GET", "HEAD", "POST"])
def quota_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """List the quotas of the person's scope; an administrator of an office sets its own."""
    user = current_user(request)
    if not may_see_quotas(user):
        raise PermissionDenied
    is_theirs = bool(settable(user))
    is_sent = request.method == "POST"
    if is_sent and not is_theirs:
        raise PermissionDenied
    form = QuotaForm(user, request.POST) if is_sent else QuotaForm(user)
    if is_sent and form.is_valid() and _set(user, form):
        messages.success(request, _("Jumlah tempat tersimpan."))
        return HttpResponseRedirect(reverse("admin:permits_quotas"))
    try:
        page = keyset_page(
            quotas_in_scope(user),
            order=("-year", "-id"),
            cursor=request.GET.get("hal"),
            size=PAGE,
        )
    except InvalidInput:
        return redirect("admin:permits_quotas")
    names = scheme_names({each.kind for each in page.items})
    shown = {
        "title": _("Kuota fasilitasi"),
        "rows": [_row(each, names) for each in page.items],
        "form": form if is_theirs else None,
        "next_url": f"?hal={page.next}" if page.next else "",
        "previous_url": f"?hal={page.previous}" if page.previous else "",
    }
    return backoffice_page(
        request, "permits/admin/quotas.html", {**context, **shown}, 400 if is_sent else 200
    )


def _set(user: User, form: QuotaForm) -> bool:
    kind, region = form.cleaned_data["of"].split(" ")
    try:
        set_places(
            user,
            kind,
            None if region == _PROVINCE else region,
            form.cleaned_data["year"],
            form.cleaned_data["places"],
        )
    except (InvalidInput, Conflict) as error:
        show_errors(form, error)
        return False
    return True


def _row(quota: SlotQuota, names: Any) -> Row:
    said = _("ditetapkan %(who)s, %(day)s") % {
        "who": quota.set_by.get_full_name(),
        "day": date_short(clock.local_date(quota.set_at)),
    }
    return Row(
        kind=names[quota.kind],
        year=quota.year,
        office=str(quota.regency) if quota.regency else _("Provinsi"),
        places=number(quota.places),
        used=number(quota.used),
        left=number(quota.places - quota.used),
        said=said,
    )


def _office(region: str | None, regions: dict[str, str]) -> str:
    return regions.get(region, region) if region else _("Provinsi")
