"""*Simpan di HP ini*: what a phone may keep of an application, and the worker that shows it."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from accounts.selectors.account_mark import account_mark
from accounts.shared.current_user import current_user
from applications.lifecycle import EDITABLE_STATES
from applications.shared.applicant_access import own_application
from applications.shared.kept_pages import kept_addresses, kept_mark

_WORKER: Final = "portal.kept.worker.js"
_ASSETS: Final = ("portal.css", "portal.js", "portal.kept.js")


@require_safe
def kept_pages(request: HttpRequest, application_id: int) -> JsonResponse:
    """Tell a phone whose copies it may keep, and which pages; 404 means that it must erase them.

    A script asks, so a visitor who is not signed in is refused rather than redirected to sign in.
    """
    if not request.user.is_authenticated:
        raise Http404
    application = own_application(request, application_id)
    if application.state not in EDITABLE_STATES:
        raise Http404
    user = current_user(request)
    return JsonResponse(
        {
            "account": account_mark(user),
            "mark": kept_mark(user, application),
            "pages": kept_addresses(application),
        }
    )


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Serve the worker of `/pengajuan/`; new addresses of style and scripts make it a new one.

    Its address is below the pages that it may show, since a worker's folder bounds its scope.
    """
    addresses = [static(name) for name in _ASSETS]
    version = hashlib.sha256(" ".join(addresses).encode()).hexdigest()[:12]
    quoted = ", ".join(f'"{address}"' for address in addresses)
    text = f'const ASSETS = [{quoted}];\nconst VERSION = "{version}";\n{_worker_source()}'
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response


@cache
def _worker_source() -> str:
    return Path(str(finders.find(_WORKER))).read_text(encoding="utf-8")
