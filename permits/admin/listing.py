"""The officials' list of permits in their scope."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from common.errors import InvalidInput
from common.lists.paging import keyset_page
from common.text.formats import date_short
from enterprises.enums import CredentialStatus
from permits.admin.addresses import permit_address
from permits.models import Permit
from permits.selectors.changes import with_open_change
from permits.selectors.commitments import overdue
from permits.selectors.permits import in_scope, may_list
from programs.models import Scheme
from programs.selectors.scheme_names import scheme_names
from reference.models import Regency

PAGE: Final = 50
# Names of the filters in the address, and the columns that they compare.
_FILTERS: Final[Mapping[str, str]] = {"jenis": "kind", "keadaan": "status", "wilayah": "regency"}
# Filters by what waits for a person: the one value of each, and how it narrows the list.
_WAITING: Final[Mapping[str, tuple[str, Callable[[QuerySet[Permit]], QuerySet[Permit]]]]] = {
    "komitmen": ("lewat", overdue),
    "perubahan": ("diminta", with_open_change),
}


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    url: str
    number: str
    kind: str
    enterprise: str
    regency: str
    status: str
    until: str
    origin: str


@dataclass(frozen=True)
class Filter:
    """One choice above the list: its name in the address, its label, and its options."""

    name: str
    label: str
    chosen: str
    options: list[tuple[str, str]]


@require_safe
def permits_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """List the permits of the person's scope, the newest first, under up to five filters."""
    user = current_user(request)
    if not may_list(user):
        raise PermissionDenied
    chosen = _chosen(request.GET)
    try:
        page = keyset_page(
            _filtered(user, chosen), order=("-id",), cursor=request.GET.get("hal"), size=PAGE
        )
    except InvalidInput:
        return redirect("admin:permits_list")
    names = scheme_names({each.kind for each in page.items})
    shown = {
        "title": _("Izin dan sertifikat"),
        "filters": _filters(user, chosen),
        "rows": [_row(each, names) for each in page.items],
        "next_url": _address(chosen, page.next),
        "previous_url": _address(chosen, page.previous),
    }
    return backoffice_page(request, "permits/admin/permits.html", {**context, **shown})


def _chosen(query: QueryDict) -> dict[str, str]:
    """Return the filters that were sent; what is too long or unprintable is ignored."""
    sent = {name: query.get(name, "") for name in _FILTERS}
    chosen = {
        name: value for name, value in sent.items() if 0 < len(value) < 41 and value.isprintable()
    }
    waiting = [(name, value) for name, (value, _narrow) in _WAITING.items()]
    return {**chosen, **{name: value for name, value in waiting if query.get(name) == value}}


def _filtered(user: User, chosen: Mapping[str, str]) -> QuerySet[Permit]:
    named = {_FILTERS[name]: value for name, value in chosen.items() if name in _FILTERS}
    rows = in_scope(user).filter(**named)
    for name, (_value, narrow) in _WAITING.items():
        rows = narrow(rows) if name in chosen else rows
    return rows


def _filters(user: User, chosen: Mapping[str, str]) -> list[Filter]:
    schemes = Scheme.objects.filter(kind="permit").order_by("code")
    regencies = Regency.objects.filter(pk__in=in_scope(user).values("regency")).order_by("code")
    options = {
        "jenis": (_("Jenis"), [(each.code, str(each.name)) for each in schemes]),
        "keadaan": (_("Keadaan"), [(str(v), str(label)) for v, label in CredentialStatus.choices]),
        "wilayah": (_("Kabupaten/kota"), [(each.pk, str(each)) for each in regencies]),
        "komitmen": (_("Komitmen"), [("lewat", _("lewat tanggal"))]),
        "perubahan": (_("Perubahan"), [("diminta", _("menunggu jawaban"))]),
    }
    return [
        Filter(name, label, chosen.get(name, ""), [("", _("semua")), *rows])
        for name, (label, rows) in options.items()
    ]


def _row(permit: Permit, names: Mapping[str, str]) -> Row:
    return Row(
        url=permit_address(permit.pk),
        number=permit.number,
        kind=names[permit.kind],
        enterprise=permit.enterprise.name,
        regency=str(permit.regency),
        status=str(permit.get_status_display()),
        until=date_short(permit.valid_until) if permit.valid_until else _("tanpa batas waktu"),
        origin=_origin(permit),
    )


def _origin(permit: Permit) -> str:
    if permit.issued_here:
        return _("terbit di sini")
    return _("dicatat") if permit.looked_up else _("dicatat, belum diperiksa")


def _address(chosen: Mapping[str, str], cursor: str | None) -> str:
    return f"?{urlencode({**chosen, 'hal': cursor})}" if cursor else ""
