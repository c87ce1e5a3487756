"""What stands in the bar of the officials' pages: only what the person may open."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
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
_REPORTERS = frozenset({Role.STAFF, Role.ADMIN})
_REPORTS_AT = 2


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """One group of links, in the shape the theme's sidebar takes."""
    items = [_item(request, _("Antrean"), reverse("admin:index"))]
    items += [
        _item(request, entry.title, entry.address) for entry in _LISTS if entry.is_open_to(request)
    ]
    if roles_of(request.user) & _REPORTERS:
        report = _item(request, _("Laporan"), reverse("admin:reports_applications"))
        items.insert(_REPORTS_AT, report)
    return [{"items": items}]


def _item(request: HttpRequest, title: str | Promise, link: str) -> dict[str, Any]:
    return {"title": title, "link": link, "active": _is_here(request.path, link)}


def _is_here(path: str, link: str) -> bool:
    """A file's page belongs to the queue; every other page to the list it was opened from."""
    files = reverse("admin:programs_application_changelist")
    if path.startswith(files) and path != files:
        return link == reverse("admin:index")
    return path == link if link in (files, reverse("admin:index")) else path.startswith(link)
