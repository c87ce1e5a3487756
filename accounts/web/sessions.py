"""A person's sessions, and ending them: with proof, or a thief could lock out the owner."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.selectors.sessions import MOST_SHOWN, open_sessions
from accounts.services.sessions import end_other_sessions, end_session
from accounts.shared.current_user import current_user
from accounts.shared.fresh_proof import ask_again


@login_required
@require_safe
def sessions_page(request: HttpRequest) -> HttpResponse:
    """List the person's open sessions, the one of this browser first."""
    found = open_sessions(current_user(request), request.session.session_key or "")
    context = {
        "sessions": found,
        "has_others": any(not each.is_this for each in found),
        "is_cut": len(found) == MOST_SHOWN,
        "most": MOST_SHOWN,
    }
    return render(request, "akun/sesi.html", context)


@login_required
@require_POST
def end_one(request: HttpRequest) -> HttpResponse:
    """End the session that `session` names; that of this browser is ended by signing out."""
    if again := ask_again(request, back=reverse("account-sessions")):
        return again
    handle = request.POST.get("session", "")
    user, this_key = current_user(request), request.session.session_key or ""
    if any(each.is_this and each.handle == handle for each in open_sessions(user, this_key)):
        return redirect("account_logout")
    if end_session(user, handle):
        messages.success(request, _("Perangkat itu sudah dikeluarkan."))
    else:
        messages.info(request, _("Sesi itu sudah berakhir."))
    return redirect("account-sessions")


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all sessions of the person except that of this browser."""
    if again := ask_again(request, back=reverse("account-sessions")):
        return again
    ended = end_other_sessions(current_user(request), keep=request.session.session_key or "")
    text = ngettext(
        "%(ended)s perangkat lain sudah dikeluarkan.",
        "%(ended)s perangkat lain sudah dikeluarkan.",
        ended,
    )
    messages.success(request, text % {"ended": ended})
    return redirect("account-sessions")
