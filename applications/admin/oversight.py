"""The lists for the inspectorate: read-only, in tabs, over a period."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.module_loading import import_string
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.enums import SecurityAction
from accounts.models import User
from accounts.selectors.security_log import may_read_security_log
from accounts.shared.current_user import current_user
from applications.admin.queue.place import application_url
from applications.models import ApplicationEvent
from applications.selectors.oversight import (
    PAIR_FILES,
    PAIR_SHARE,
    QUICK,
    Period,
    against_recommendation,
    constant_pairs,
    decided_quickly,
    exceptions_and_corrections,
    may_oversee,
    period_of,
)
from common.admin.date_range import DayFields
from common.admin.page import backoffice_page
from common.errors import InvalidInput
from common.lists.days import DaySpan, read_span
from common.lists.paging import keyset_page
from common.text.formats import datetime_wib, in_sentence
from programs.enums import Transition
from programs.kinds.registry import kinds
from programs.selectors.labels import state_label

PAGE: Final = 50
_FROM, _TO = "dari", "sampai"
_WORDS: Mapping[str, str | Promise] = {
    Transition.REQUEST_REVISION: gettext_lazy("diminta diperbaiki"),
    Transition.COMPLETE: gettext_lazy("ditutup sebelum langkah di luar dinas selesai"),
}


@dataclass(frozen=True)
class EventList:
    """One list of decisions; `events` reads them for an auditor and a period."""

    title: str | Promise
    explanation: str | Promise
    events: Callable[[User, Period], QuerySet[ApplicationEvent]]


LISTS: Mapping[str, EventList] = {
    "berlawanan": EventList(
        gettext_lazy("Berlawanan dengan rekomendasi"),
        gettext_lazy("Keputusan yang arahnya berlawanan dengan rekomendasi, dengan alasannya."),
        against_recommendation,
    ),
    "pengecualian": EventList(
        gettext_lazy("Pengecualian dan perbaikan"),
        gettext_lazy(
            "Berkas yang ditutup sebelum langkah di luar dinas tercatat selesai, dan permintaan "
            "perbaikan kepada pelaku usaha."
        ),
        exceptions_and_corrections,
    ),
    "cepat": EventList(
        gettext_lazy("Diputuskan dalam hitungan menit"),
        format_lazy(
            gettext_lazy(
                "Keputusan kurang dari {minutes} menit sesudah berkas sampai di tahap keputusan."
            ),
            minutes=int(QUICK.total_seconds()) // 60,
        ),
        decided_quickly,
    ),
}
PAIRS: Final = "pasangan"


@require_safe
def oversight_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show one list of the period; the others are tabs."""
    user = current_user(request)
    if not may_oversee(user):
        raise PermissionDenied
    chosen = request.GET.get("daftar", "")
    chosen = chosen if chosen in LISTS or chosen == PAIRS else next(iter(LISTS))
    span = read_span(request.GET.get(_FROM, ""), request.GET.get(_TO, ""))
    period = period_of(span.first, span.last)
    try:
        shown = _pairs(user, period) if chosen == PAIRS else _events(request, user, period, chosen)
    except InvalidInput:
        return redirect("admin:applications_oversight")
    days = DaySpan(period.first, period.last, span.first_problem, span.last_problem)
    page = {
        "title": _("Pengawasan"),
        "tabs": _tabs(chosen, period),
        "chosen": chosen,
        "days": DayFields(_("Masa"), _FROM, _TO, days),
        "figures": _figures(),
        "exports_url": _exports_url(user, period),
        **shown,
    }
    return backoffice_page(request, "admin/backoffice/oversight.html", {**context, **page})


def _events(request: HttpRequest, user: User, period: Period, chosen: str) -> dict[str, Any]:
    listed = LISTS[chosen]
    page = keyset_page(
        listed.events(user, period),
        order=("-at", "-id"),
        cursor=request.GET.get("hal"),
        size=PAGE,
    )
    return {
        "list_title": listed.title,
        "explanation": listed.explanation,
        "events": [_event(each) for each in page.items],
        "next_url": _address(chosen, period, page.next) if page.next else "",
        "previous_url": _address(chosen, period, page.previous) if page.previous else "",
    }


def _event(event: ApplicationEvent) -> dict[str, str]:
    waited = getattr(event, "waited", None)
    minutes = int(waited.total_seconds() // 60) if waited is not None else None
    return {
        "number": event.application.number,
        "url": application_url(event.application_id),
        "enterprise": event.application.enterprise.name,
        "at": datetime_wib(event.at),
        "who": str(event.actor) if event.actor else _("sistem"),
        "what": _what(event),
        "reason": event.reason,
        "waited": "" if minutes is None else _("%(minutes)s menit") % {"minutes": minutes},
    }


def _what(event: ApplicationEvent) -> str:
    """Return what was done; a decision in the words of its scheme, which may name a bank."""
    if event.transition in _WORDS:
        return str(_WORDS[event.transition])
    return in_sentence(state_label(event.application.edition, event.to_state))


def _pairs(user: User, period: Period) -> dict[str, Any]:
    explanation = _(
        "Dua orang yang memutuskan bersama paling sedikit %(files)s berkas, dan paling sedikit "
        "%(share)s%% dari semua yang direkomendasikan orang pertama."
    )
    return {
        "list_title": _("Selalu pasangan yang sama"),
        "explanation": explanation % {"files": PAIR_FILES, "share": PAIR_SHARE},
        "pairs": constant_pairs(user, period),
    }


def _tabs(chosen: str, period: Period) -> list[tuple[str | Promise, str, bool]]:
    titles: Iterable[tuple[str, str | Promise]] = [
        *((name, each.title) for name, each in LISTS.items()),
        (PAIRS, _("Selalu pasangan yang sama")),
    ]
    return [(title, _address(name, period), name == chosen) for name, title in titles]


def _address(name: str, period: Period, cursor: str | None = None) -> str:
    query = {"daftar": name, _FROM: period.first.isoformat(), _TO: period.last.isoformat()}
    return "?" + urlencode({**query, **({"hal": cursor} if cursor else {})})


def _figures() -> Sequence[tuple[str, int]]:
    """Return what the kinds count that must never occur: everywhere, of all time."""
    return [
        (_(title), import_string(count)())
        for kind in kinds()
        for title, count in kind.audit_counts.items()
    ]


def _exports_url(user: User, period: Period) -> str:
    """Return the address of the exports in the security log, '' for those who may not."""
    if not may_read_security_log(user):
        return ""
    query = {
        "action__exact": str(SecurityAction.EXPORTED),
        "at_from": period.first.isoformat(),
        "at_to": period.last.isoformat(),
    }
    return f"{reverse('admin:accounts_securityevent_changelist')}?{urlencode(query)}"
