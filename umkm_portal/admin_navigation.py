"""The navigation of the admin site: a few groups, with only what the person may open."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.enums import OFFICIAL_ROLES
from accounts.selectors.scope import Person, may_export_reports, roles_of
from applications.selectors.objections import may_work_on_objections
from applications.selectors.outside_steps import may_follow_reports
from applications.selectors.oversight import may_oversee
from letters.permissions import may_set_logos
from letters.selectors.agenda import may_read_agenda
from letters.selectors.office_letters import may_open_tray
from programs.kinds.declaration import AdminGroup, AdminList, AdminPage
from programs.kinds.registry import kinds
from registers.permissions import import_regions
from supply.permissions import may_read as reads_exports

Label = str | Promise


@dataclass(frozen=True)
class _List:
    """A list of the admin, shown to people who may read it."""

    title: Label
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
    """A page that is not a list, shown to people for whom `opens_to` is true."""

    title: Label
    name: str
    opens_to: Callable[[Person], bool]

    @property
    def address(self) -> str:
        return reverse(f"admin:{self.name}")

    def is_open_to(self, request: HttpRequest) -> bool:
        return self.opens_to(request.user)


def _works_as_official(user: Person) -> bool:
    return bool(roles_of(user) & OFFICIAL_ROLES)


def _may_import(user: Person) -> bool:
    return bool(import_regions(user))


Entry = _List | _Page
# Groups by the name that kinds of programme refer to, and entries by their position in the group,
# so that entries declared by a kind can be placed between them.
_TITLES: Mapping[AdminGroup, Label] = {
    AdminGroup.APPLICATIONS: pgettext_lazy("jamak", "Pengajuan"),
    AdminGroup.ENTERPRISES: pgettext_lazy("jamak", "Usaha"),
    AdminGroup.RULES: _("Ketentuan"),
    AdminGroup.PEOPLE: _("Orang"),
}
_ENTRIES: Mapping[AdminGroup, Mapping[int, Entry]] = {
    AdminGroup.APPLICATIONS: {
        10: _List(_("Semua pengajuan"), "applications.Application"),
        13: _Page(_("Kabar dari luar portal"), "applications_reports", may_follow_reports),
        14: _Page(_("Tanda tangan surat"), "letters_tray", may_open_tray),
        15: _Page(_("Keberatan"), "applications_objections", may_work_on_objections),
        20: _Page(_("Kelayakan calon debitur"), "programs_bulk_check", _works_as_official),
        25: _Page(_("Buku agenda"), "letters_agenda", may_read_agenda),
        30: _Page(_("Laporan"), "reports_applications", may_export_reports),
        40: _Page(_("Pengawasan"), "applications_oversight", may_oversee),
    },
    AdminGroup.ENTERPRISES: {
        10: _List(_("Register usaha"), "enterprises.Enterprise"),
        20: _List(pgettext_lazy("jamak", "Klaim usaha"), "enterprises.Claim"),
        22: _List(_("Persetujuan pendampingan"), "enterprises.HelperConsent"),
        24: _List(_("Pemberitahuan kepada pemilik"), "enterprises.OwnerNotice"),
        30: _Page(_("Impor daftar usaha"), "registers_import", _may_import),
        34: _Page(_("Eksportir"), "supply_exporters", reads_exports),
        35: _Page(pgettext_lazy("jamak", "Permintaan pembeli"), "supply_requests", reads_exports),
        36: _Page(pgettext_lazy("jamak", "Pesanan bersama"), "supply_orders", reads_exports),
        40: _List(_("Pencarian NIK"), "enterprises.NikSearch"),
    },
    AdminGroup.RULES: {
        10: _List(pgettext_lazy("jamak", "Versi ketentuan"), "programs.Edition"),
        20: _Page(_("Belum diverifikasi"), "programs_unverified", _works_as_official),
        30: _List(_("Semua ketentuan"), "programs.Rule"),
        40: _List(_("Semua dokumen"), "programs.Requirement"),
        50: _List(_("Semua tahap"), "programs.Stage"),
        60: _List(pgettext_lazy("jamak", "Skema"), "programs.Scheme"),
        70: _List(_("Parameter hukum"), "reference.LegalParameter"),
        80: _List(_("Hari libur"), "reference.HolidayOverride"),
        90: _List(_("KBLI"), "reference.Kbli"),
        100: _List(_("Padanan KBLI"), "reference.KbliStep"),
        120: _List(pgettext_lazy("jamak", "Kabupaten/kota"), "reference.Regency"),
    },
    AdminGroup.PEOPLE: {
        10: _List(_("Petugas dan pengguna"), "accounts.User"),
        20: _List(_("Penugasan"), "accounts.Posting"),
        30: _List(_("Dinas"), "accounts.Agency"),
        35: _List(_("Kontak dinas"), "accounts.OfficeContact"),
        36: _List(_("Kanal pengaduan"), "reference.ComplaintChannel"),
        37: _List(_("Jabatan penanda tangan"), "letters.Position"),
        38: _List(_("Pemegang jabatan"), "letters.PositionHolder"),
        39: _List(_("Sumber nomor surat"), "letters.NumberSource"),
        40: _Page(_("Logo kop surat"), "letters_logos", may_set_logos),
        45: _List(_("Persetujuan"), "accounts.Consent"),
        50: _List(_("Teks persetujuan"), "accounts.ConsentText"),
        60: _List(_("Pesan keluar"), "notifications.OutboxMessage"),
        65: _List(_("Permintaan data pribadi"), "data_rights.RightsRequest"),
        70: _List(_("Kunci API"), "accounts.ApiToken"),
        80: _List(_("Catatan keamanan"), "accounts.SecurityEvent"),
    },
}


@dataclass(frozen=True)
class Item:
    """A link of the navigation; `is_here` on the page itself and on those below it."""

    title: Label
    url: str
    is_here: bool


@dataclass(frozen=True)
class Group:
    """Links under one title, '' for a single link."""

    title: Label
    links: tuple[Item, ...]

    @property
    def is_here(self) -> bool:
        return any(link.is_here for link in self.links)


def navigation(request: HttpRequest) -> list[Group]:
    """Return the queue, then the groups that are not empty."""
    here = _Here(
        request.path,
        queue=reverse("admin:index"),
        files=reverse("admin:applications_application_changelist"),
    )
    groups = [Group("", (here.item(_("Antrean"), here.queue),))]
    for group, title in _TITLES.items():
        links = tuple(
            here.item(entry.title, entry.address)
            for entry in _entries(group)
            if entry.is_open_to(request)
        )
        if links:
            groups.append(Group(title, links))
    return groups


def _entries(group: AdminGroup) -> Iterator[Entry]:
    """Yield the entries of a group in order, including those that kinds declare."""
    placed = list(_ENTRIES[group].items())
    for kind in kinds():
        declared: list[AdminPage | AdminList] = [*kind.admin_pages, *kind.admin_lists]
        placed += [(each.position, _entry(each)) for each in declared if each.group == group]
    yield from (entry for _position, entry in sorted(placed, key=itemgetter(0)))


def _entry(entry: AdminPage | AdminList) -> Entry:
    title = gettext(entry.title)
    if isinstance(entry, AdminList):
        return _List(title, entry.model)
    return _Page(title, entry.name, import_string(entry.opens_to))


@dataclass(frozen=True)
class _Here:
    """The page that is open, with the addresses of the queue and of the list of applications."""

    path: str
    queue: str
    files: str

    def item(self, title: Label, url: str) -> Item:
        return Item(title, url, self._belongs_to(url))

    def _belongs_to(self, link: str) -> bool:
        """Tell whether the page belongs to the link: an application's page to the queue."""
        if self.path.startswith(self.files) and self.path != self.files:
            return link == self.queue
        if link in (self.files, self.queue):
            return self.path == link
        return self.path.startswith(link)
