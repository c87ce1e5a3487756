"""Deleting a draft edition as a whole; the history keeps its content."""

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict
from programs.models import Scheme
from programs.selectors.edition_rows import version_of_all, with_rows
from programs.services.edition_rows import lock_draft
from programs.services.editions import require_lead


def delete_draft(by: User, edition_id: int, *, version: str) -> Scheme | None:
    """Delete a draft with all its rows; a scheme that has no other edition is deleted with it.

    Such a scheme was never open to anyone, and without an edition none could be drafted for it.
    Returns the deleted scheme. `version` is that of everything in the draft as the person saw it
    (`version_of_all`). Locks the scheme. Raises NotPermitted for anyone but a lead, Conflict
    `not_draft`, `draft_gone`, `draft_changed`, or `draft_in_use` where an application names it.
    """
    require_lead(by)
    try:
        with transaction.atomic():
            draft = lock_draft(edition_id)
            if version_of_all(with_rows(draft)) != version:
                raise Conflict(
                    "draft_changed",
                    _("Sementara Anda membaca, rancangan ini diubah. Periksa lagi, lalu hapus."),
                )
            scheme = draft.scheme
            draft.delete()
            if scheme.editions.exists():
                return None
            scheme.delete()
            return scheme
    except (ProtectedError, IntegrityError) as error:
        raise Conflict(
            "draft_in_use",
            _("Rancangan ini sudah dipakai sebuah permohonan, jadi tidak dapat dihapus."),
        ) from error
