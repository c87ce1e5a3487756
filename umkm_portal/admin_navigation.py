"""What stands in the bar of the officials' pages: only what the person may open."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import OFFICIAL_ROLES
from accounts.selectors.scope import roles_of


@dataclass(frozen=True)
class _List:
    """A list of the admin, shown to whoever may read it."""

    title: str | Promise
    model: str

    @property
    def address(self) -> str:
        return reverse(f"admin:{self.model.lower().replace('.', '_')}_changelist")

    def is_open_to(self, request: HttpRequest) -> bool:
        model = apps.get_model(self.model)
        if not admin.site.is_registered(model):
            return False
        return bool(admin.site.get_model_admin(model).has_view_permission(request))


_LISTS = (
    _List(_("Semua pengajuan"), "programs.Application"),
    _List(_("Usaha"), "enterprises.Enterprise"),
    _List(_("Klaim usaha"), "enterprises.Claim"),
    _List(_("Ketentuan"), "programs.Edition"),
    _List(_("Data rujukan"), "reference.LegalParameter"),
    _List(_("Petugas"), "accounts.User"),
    _List(_("Pesan keluar"), "notifications.OutboxMessage"),
)
_REPORTS_AFTER = 3


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """One group of links, in the shape the theme's sidebar takes."""
    items = [_item(request, _("Antrean"), reverse("admin:index"))]
    items += [
        _item(request, entry.title, entry.address) for entry in _LISTS if entry.is_open_to(request)
    ]
    if roles_of(request.user) & OFFICIAL_ROLES:
        report = _item(request, _("Laporan"), reverse("admin:reports_applications"))
        items.insert(min(_REPORTS_AFTER, len(items)) + 1, report)
    return [{"items": items}]


def _item(request: HttpRequest, title: str | Promise, link: str) -> dict[str, Any]:
    is_home = link == reverse("admin:index")
    is_here = request.path == link if is_home else request.path.startswith(link)
    return {"title": title, "link": link, "active": is_here}
