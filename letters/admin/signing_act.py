"""One act of signing for several letters, and the outcome of each, shown once."""

from collections.abc import Sequence
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from common.admin.outcomes import Outcome, Outcomes, keep_outcomes, taken_outcomes
from common.errors import Conflict
from common.web.primary_keys import parse_pk
from letters.admin.labels import title_of
from letters.selectors.office_letters import readable
from letters.services.batches import ask_all, ask_together
from letters.services.signing import MAX_BATCH, Signed, ask, sign_now
from letters.signers.registry import signer

MAX_SECRET: Final = 200
_SESSION_KEY: Final = "letter_outcomes"


@sensitive_variables("secret")
def handle_act(request: HttpRequest, user: User) -> HttpResponse:
    """Sign the ticked letters, at most MAX_BATCH, and lead to the list with the outcomes."""
    here = HttpResponseRedirect(request.get_full_path())
    if "semua" in request.POST:
        return _sign_all(request, user, here)
    chosen = request.POST.getlist("surat")
    keys = list(dict.fromkeys(key for text in chosen if (key := parse_pk(text)) is not None))
    if not keys:
        messages.warning(request, _("Centang dahulu suratnya."))
        return here
    if len(keys) > MAX_BATCH:
        words = _("Paling banyak %(most)s surat sekaligus. Kurangi centangnya.")
        messages.error(request, words % {"most": MAX_BATCH})
        return here
    secret = request.POST.get("secret", "")
    if signer().asks_secret and (not secret or len(secret) > MAX_SECRET):
        messages.error(request, _("Ketik frasa sandi atau kode Anda. Tidak ada yang disimpan."))
        return here
    seen = set(readable(user).filter(pk__in=keys).order_by().values_list("pk", flat=True))
    wanted = [key for key in keys if key in seen]
    if signer().asks_secret:
        done = sign(user, wanted, secret=secret)
    else:
        done, _batch = ask_together(user, wanted)
    unseen = [Signed(key, _("Surat ini tidak ada, atau di luar wilayah Anda.")) for key in keys]
    _keep(request, user, [*done, *(each for each in unseen if each.letter_id not in seen)])
    return here


def _sign_all(request: HttpRequest, user: User, here: HttpResponseRedirect) -> HttpResponseRedirect:
    """Sign what waits for the person, up to the last that the page showed; lead to its progress."""
    last_seen = parse_pk(request.POST.get("terakhir", ""))
    if last_seen is None or request.POST.get("semua") != "ya":
        messages.warning(request, _("Centang dahulu bahwa Anda menandatangani semuanya."))
        return here
    try:
        batch = ask_all(user, last_seen=last_seen)
    except Conflict as error:
        messages.warning(request, error.message)
        return here
    return HttpResponseRedirect(reverse("admin:letters_batch", args=[batch.pk]))


@sensitive_variables("secret")
def sign(user: User, keys: Sequence[int], *, secret: str = "", typed: str = "") -> list[Signed]:
    """Perform the act as this installation signs; the secret is passed to the signer only."""
    if signer().asks_secret:
        done = sign_now(user, keys, secret=secret, typed=typed)
        after = {each.letter_id for each in done}
        stopped = _("Tidak dicoba, karena frasa sandi atau kodenya salah.")
        return [*done, *(Signed(key, stopped) for key in keys if key not in after)]
    return ask(user, keys, typed=typed)


def done_words() -> str:
    """Return what is true right after the act."""
    if signer().asks_secret:
        return _("ditandatangani")
    return _("ditandatangani; segel dinas dibubuhkan dalam beberapa detik")


def outcomes_shown(request: HttpRequest) -> Outcomes | None:
    """Return the outcomes of the latest act once, and forget them."""
    return taken_outcomes(request, _SESSION_KEY)


def _keep(request: HttpRequest, user: User, done: Sequence[Signed]) -> None:
    """Keep the outcomes for the next page: reloading it then repeats nothing."""
    keys = [each.letter_id for each in done]
    letters = {each.pk: each for each in readable(user).filter(pk__in=keys)}
    rows = [
        Outcome(
            name=f"{title_of(letters[each.letter_id])} · {letters[each.letter_id].label}"
            if each.letter_id in letters
            else "",
            url=reverse("admin:letters_letter", args=[each.letter_id])
            if each.letter_id in letters
            else "",
            what=each.error or done_words(),
            is_done=not each.error,
        )
        for each in done
    ]
    count = sum(each.is_done for each in rows)
    title = ngettext(
        "%(n)s dari %(total)s surat ditandatangani.",
        "%(n)s dari %(total)s surat ditandatangani.",
        count,
    ) % {"n": count, "total": len(rows)}
    keep_outcomes(request, _SESSION_KEY, title, rows)
