"""Acts of signing for several letters: each is claimed for the worker, and followed as one act."""

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict
from common.jobs.workers import wake_worker_on_commit
from letters.models import Letter, SigningBatch
from letters.selectors.letters import waiting_for
from letters.services.signing import SIGN_TASK, Signed, ask
from letters.signers.registry import signer

# All that waits for a person may be signed by one act; the rest waits for the next.
MAX_ALL: Final = 2000


def ask_together(
    actor: User, letter_ids: Sequence[int], *, typed: str = ""
) -> tuple[list[Signed], SigningBatch | None]:
    """Perform the act for ticked letters, as `ask` does; return the outcomes and the act as one.

    The act is None where fewer than two letters go to the worker: one letter is its own progress.
    """
    done = ask(actor, letter_ids, typed=typed)
    keys = [each.letter_id for each in done if not each.error]
    return done, _together(actor, keys) if len(keys) > 1 else None


def ask_all(actor: User, *, last_seen: int) -> SigningBatch:
    """Perform the act for everything in the person's tray up to the letter they last saw.

    A letter that was drafted since then is in the next act. Whether the person signs each of them
    is judged by the worker, as for any other; what fails is in the tray again, with its reason.
    Left out is what waits for a day, or was printed for a pen. Raises Conflict `nothing_waits`, or
    `asks_secret` where the signer asks for one: then letters are ticked.
    """
    if signer().asks_secret:
        raise Conflict("asks_secret", _("Centang suratnya, lalu ketik frasa sandi atau kode."))
    now = clock.now()
    with transaction.atomic():
        rows = waiting_for(actor).filter(
            Q(not_before__isnull=True) | Q(not_before__lte=clock.today()),
            pk__lte=last_seen,
            asked_at__isnull=True,
            content__isnull=True,
        )
        rows = rows.select_related(None).select_for_update(of=("self",), skip_locked=True)
        keys = [letter.pk for letter in rows.only("pk").order_by("sign_by", "pk")[:MAX_ALL]]
        if not keys:
            raise Conflict("nothing_waits", _("Tidak ada surat yang menunggu tanda tangan Anda."))
        batch = SigningBatch.objects.create(asked_by=actor, asked_at=now, total=len(keys))
        Letter.objects.filter(pk__in=keys).update(
            asked_by=actor,
            asked_at=now,
            batch=batch,
            trouble="",
            claim=None,
            claimed_until=None,
            attempts=0,
        )
        wake_worker_on_commit(SIGN_TASK)
    return batch


@transaction.atomic
def _together(actor: User, keys: Sequence[int]) -> SigningBatch | None:
    """Mark the letters of this act as one batch, except those that a worker has already sealed.

    An issued letter never changes, so a sealed letter belongs to no act.
    """
    rows = Letter.objects.select_for_update(of=("self",)).filter(
        pk__in=keys, asked_by=actor, signed_at__isnull=True
    )
    found = [letter.pk for letter in rows.only("pk").order_by("pk")]
    if len(found) < 2:
        return None
    batch = SigningBatch.objects.create(asked_by=actor, asked_at=clock.now(), total=len(found))
    Letter.objects.filter(pk__in=found).update(batch=batch)
    return batch
