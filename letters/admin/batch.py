"""The progress of letters that were signed by one act, and those that failed."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.shared.current_user import current_user
from common.admin.page import backoffice_page
from common.text.formats import number
from letters.admin.labels import title_of, why_waiting
from letters.models import Letter, SigningBatch
from letters.selectors.batches import BatchProgress, batch_of, failed_letters, progress_of
from letters.selectors.office_letters import may_open_tray
from letters.selectors.positions import holders_today


@never_cache
@require_safe
def batch_page(request: HttpRequest, context: dict[str, Any], batch_id: int) -> HttpResponse:
    """Show one act of the person; while a worker runs it the page updates by itself."""
    batch = _batch(current_user(request), batch_id)
    progress = progress_of(batch)
    shown = {
        "title": _("Surat yang Anda tandatangani sekaligus"),
        "batch": batch,
        "progress": progress,
        "text": progress_words(progress),
        "failed": _failed(batch) if progress.failed else [],
    }
    return backoffice_page(request, "admin/letters/batch.html", {**context, **shown})


@never_cache
@require_safe
def batch_status(request: HttpRequest, context: dict[str, Any], batch_id: int) -> HttpResponse:
    """Return the progress as JSON, for the page that polls it."""
    progress = progress_of(_batch(current_user(request), batch_id))
    return JsonResponse(
        {
            "state": state_of(progress),
            "percent": progress.percent,
            "text": progress_words(progress),
        }
    )


def progress_words(progress: BatchProgress) -> str:
    """Return the progress in words: how many of the act are sealed, and how many failed."""
    words = _("%(sealed)s dari %(total)s surat disegel") % {
        "sealed": number(progress.sealed),
        "total": number(progress.batch.total),
    }
    if not progress.failed:
        return words
    return _("%(words)s; %(failed)s gagal") % {"words": words, "failed": number(progress.failed)}


def state_of(progress: BatchProgress) -> str:
    """Return whether the act is running or ended, as the page's script compares it."""
    return "running" if progress.is_running else "ended"


def _batch(user: User, batch_id: int) -> SigningBatch:
    if not may_open_tray(user):
        raise PermissionDenied
    batch = batch_of(user, batch_id)
    if batch is None:
        raise Http404
    return batch


def _failed(batch: SigningBatch) -> list[dict[str, str]]:
    letters = list(failed_letters(batch))
    holders = holders_today((each.agency_id, each.position_kind) for each in letters)
    return [
        {
            "title": title_of(each),
            "label": each.label,
            "url": reverse("admin:letters_letter", args=[each.pk]),
            "why": _why(each, holders.get((each.agency_id, each.position_kind))),
        }
        for each in letters
    ]


def _why(letter: Letter, holder: Any) -> str:
    return why_waiting(letter, holder) or _("Tanda tangannya ditarik; tandatangani sekali lagi.")
