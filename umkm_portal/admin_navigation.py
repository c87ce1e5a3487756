"""What stands in the bar of the officials' pages: a few groups, only what the person may open."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import OFFICIAL_ROLES
from accounts.selectors.scope import Person, roles_of
from enterprises.permissions import import_regions
from reports.permissions import takes_reports_out

Words = str | Promise


@dataclass(frozen=True)
class _List:
    """A list of the admin, shown to whoever may read it."""

    title: Words
    model: str

    @property
    def address(self) -> str:
        return reverse(f"admin:{self.model.lower().replace('.', '_')}_changelist")

    def is_open_to(self, request: HttpRequest) -> bool:
        model = apps.get_model(self.model)
        if not admin.site.is_registered(model):
            return False
        return bool(admin.site.get_model_admin(model).has_view_permission(request))


@dataclass(frozen=True)
class _Page:
    """A page of an app beside the lists, for whom `opens_to` says."""

    title: Words
    name: str
    opens_to: Callable[[Person], bool]

    @property
    def address(self) -> str:
        return reverse(f"admin:{self.name}")

    def is_open_to(self, request: HttpRequest) -> bool:
        return self.opens_to(request.user)


def _is_official(user: Person) -> bool:
    return bool(roles_of(user) & OFFICIAL_ROLES)


def _imports(user: Person) -> bool:
    return bool(import_regions(user))


Entry = _List | _Page
_GROUPS: Sequence[tuple[Words, Sequence[Entry]]] = (
    (
        _("Pengajuan"),
        (
            _List(_("Semua pengajuan"), "programs.Application"),
            _Page(_("Kelayakan calon debitur"), "programs_debtors", _is_official),
            _Page(_("Berkas SIKP"), "reports_sikp", takes_reports_out),
            _Page(_("Laporan"), "reports_applications", takes_reports_out),
        ),
    ),
    (
        _("Usaha"),
        (
            _List(_("Register usaha"), "enterprises.Enterprise"),
            _List(_("Klaim usaha"), "enterprises.Claim"),
            _Page(_("Impor daftar usaha"), "enterprises_import", _imports),
            _List(_("Pencarian NIK"), "enterprises.NikSearch"),
        ),
    ),
    (
        _("Ketentuan"),
        (
            _List(_("Versi ketentuan"), "programs.Edition"),
            _Page(_("Belum diverifikasi"), "programs_unverified", _is_official),
            _List(_("Semua ketentuan"), "programs.Rule"),
            _List(_("Semua dokumen"), "programs.Requirement"),
            _List(_("Semua tahap"), "programs.Stage"),
            _List(_("Skema"), "programs.Scheme"),
            _List(_("Parameter hukum"), "reference.LegalParameter"),
            _List(_("Hari libur"), "reference.HolidayOverride"),
            _List(_("KBLI"), "reference.Kbli"),
            _List(_("Padanan KBLI"), "reference.KbliStep"),
            _List(_("Kode SIKP"), "reference.SikpCode"),
            _List(_("Kabupaten/kota"), "reference.Regency"),
        ),
    ),
    (
        _("Orang"),
        (
            _List(_("Petugas dan pengguna"), "accounts.User"),
            _List(_("Penugasan"), "accounts.Posting"),
            _List(_("Dinas"), "accounts.Agency"),
            _List(_("Persetujuan"), "accounts.Consent"),
            _List(_("Teks persetujuan"), "accounts.ConsentText"),
            _List(_("Pesan keluar"), "notifications.OutboxMessage"),
        ),
    ),
)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The queue, then groups of lists; a group of one is a plain link. The theme's shape."""
    groups: list[dict[str, Any]] = [
        {"items": [_item(request, _("Antrean"), reverse("admin:index"))]}
    ]
    for title, entries in _GROUPS:
        items = [
            _item(request, entry.title, entry.address)
            for entry in entries
            if entry.is_open_to(request)
        ]
        if items:
            is_here = any(item["active"] for item in items)
            groups.append({"title": title, "items": items, "is_here": is_here})
    return groups


def _item(request: HttpRequest, title: Words, link: str) -> dict[str, Any]:
    return {"title": title, "link": link, "active": _is_here(request.path, link)}


def _is_here(path: str, link: str) -> bool:
    """A file's page belongs to the queue; every other page to the list it was opened from."""
    files = reverse("admin:programs_application_changelist")
    if path.startswith(files) and path != files:
        return link == reverse("admin:index")
    return path == link if link in (files, reverse("admin:index")) else path.startswith(link)
