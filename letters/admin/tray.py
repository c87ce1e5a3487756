"""What waits for a signature: a list, one act for the ticked letters, an outcome for each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from common.admin.tabs import chosen_tab, tabs_shown
from common.dates.clock import local_date
from common.errors import InvalidInput
from common.lists.counting import capped_count
from common.lists.paging import Page, keyset_page
from common.text.formats import date_short, number
from letters.admin.batch import progress_words
from letters.admin.labels import asked_words, owed_words, title_of, why_waiting
from letters.admin.signing_act import handle_act, outcomes_shown
from letters.models import Letter, PositionHolder
from letters.permissions import WATCHING_ROLES, has_role
from letters.selectors.batches import progress_of, running_batches
from letters.selectors.letters import waiting_for
from letters.selectors.office_letters import may_open_tray, nearly_used_blocks, waiting_in_offices
from letters.selectors.positions import holders_today, positions_held
from letters.services.batches import MAX_ALL
from letters.services.signing import MAX_BATCH
from letters.shared.subject_pages import subject_pages
from letters.signers.registry import signer

# All letters of a page can be signed at once.
PAGE: Final = MAX_BATCH
MINE: Final = "anda"
ALL: Final = "semua"


@dataclass(frozen=True)
class Row:
    """One letter of the list; `may_sign` where it waits for the reader's act."""

    id: int
    url: str
    title: str
    number: str
    label: str
    application_url: str
    given_to: str
    signer: str
    since: str
    said: str
    owed: str
    trouble: str
    may_sign: bool


@dataclass(frozen=True)
class Tab:
    """One tab of the page, and the letters it lists."""

    title: str | Promise
    explanation: str | Promise
    rows: Callable[[User], QuerySet[Letter]]


TABS: Mapping[str, Tab] = {
    MINE: Tab(
        gettext_lazy("Untuk Anda"),
        gettext_lazy(
            "Surat yang menunggu tanda tangan jabatan yang Anda pegang hari ini, yang paling lama "
            "menunggu dahulu. Tinjau isinya, centang, lalu tanda tangani sekaligus."
        ),
        waiting_for,
    ),
    ALL: Tab(
        gettext_lazy("Semua di dinas"),
        gettext_lazy(
            "Semua surat dalam wilayah Anda yang menunggu tanda tangan. Yang menandatangani "
            "pemegang jabatannya."
        ),
        waiting_in_offices,
    ),
}


@sensitive_post_parameters("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def tray_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """List the letters of one tab, a page at a time; the act on ticked ones leads back here."""
    user = current_user(request)
    if not may_open_tray(user):
        raise PermissionDenied
    if request.method == "POST":
        return handle_act(request, user)
    tabs = _tabs_of(user)
    chosen = chosen_tab(request, tabs)
    try:
        page = keyset_page(
            tabs[chosen].rows(user).select_related("asked_by"),
            # What is owed comes first, by its day.
            order=("sign_by", "id"),
            cursor=request.GET.get("hal"),
            size=PAGE,
        )
    except InvalidInput:
        return redirect("admin:letters_tray")
    rows = _rows(user, page, is_mine=chosen == MINE)
    shown = {
        "title": _("Surat menunggu tanda tangan"),
        "tab": tabs[chosen],
        "is_mine": chosen == MINE,
        "rows": rows,
        "may_sign": any(each.may_sign for each in rows),
        "all": _all_words(user) if chosen == MINE and not signer().asks_secret else None,
        "running": [
            (progress_words(progress_of(each)), reverse("admin:letters_batch", args=[each.pk]))
            for each in running_batches(user)
        ],
        "blocks": _block_words(user, page.items),
        "outcomes": outcomes_shown(request),
        "asks_secret": signer().asks_secret,
        **tabs_shown(tabs, user, chosen, page),
    }
    return backoffice_page(request, "admin/letters/tray.html", {**context, **shown})


def _all_words(user: User) -> dict[str, Any] | None:
    """Return how many letters one act signs, and the last of them; None where one page has all."""
    rows = waiting_for(user).filter(asked_at__isnull=True, content__isnull=True)
    count = capped_count(rows)
    last = rows.order_by("-pk").values_list("pk", flat=True).first()
    if count <= PAGE or last is None:
        return None
    return {"count": number(min(count, MAX_ALL)), "last": last}


def _tabs_of(user: User) -> dict[str, Tab]:
    """Return the tabs of the person: one for signers, one for supervisors of an office."""
    is_open = {MINE: positions_held(user).exists(), ALL: has_role(user, WATCHING_ROLES)}
    return {name: tab for name, tab in TABS.items() if is_open[name]}


def _rows(user: User, page: Page[Letter], *, is_mine: bool) -> list[Row]:
    letters = page.items
    holders = holders_today((each.agency_id, each.position_kind) for each in letters)
    pages = subject_pages(user, [each.subject for each in letters])
    return [
        _row(
            each,
            holders.get((each.agency_id, each.position_kind)),
            pages.get(each.subject, ""),
            is_mine=is_mine,
        )
        for each in letters
    ]


def _row(
    letter: Letter, holder: PositionHolder | None, application_url: str, *, is_mine: bool
) -> Row:
    said = asked_words(letter)
    return Row(
        id=letter.pk,
        url=reverse("admin:letters_letter", args=[letter.pk]),
        title=title_of(letter),
        number=letter.number.written if letter.number else "",
        label=letter.label,
        application_url=application_url,
        given_to=letter.holder,
        signer=str(holder) if holder else str(letter.get_position_kind_display()),
        since=date_short(local_date(letter.drafted_at)),
        said=said,
        owed="" if said else owed_words(letter),
        trouble="" if said else why_waiting(letter, holder),
        may_sign=is_mine and not said,
    )


def _block_words(user: User, letters: Sequence[Letter]) -> list[str]:
    """Return a warning for each nearly used block of the offices on the page."""
    offices = {each.agency_id for each in letters}
    offices |= set(positions_held(user).values_list("agency", flat=True))
    return [
        _("Blok nomor %(classification)s untuk %(office)s tinggal %(left)s nomor.")
        % {
            "classification": each.classification,
            "office": each.agency.name,
            "left": number(left),
        }
        for each, left in nearly_used_blocks(offices)
    ]
