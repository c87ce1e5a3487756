"""The security log of rights: what an administrator changed in an account, posting or agency."""

from collections.abc import Iterable

from django.utils.translation import override

from accounts.enums import SecurityAction, role_label
from accounts.models import Agency, Posting, User
from accounts.services.security_log import record
from common.text.formats import date_short

# As they are stored, in Indonesian.
_RIGHTS = {
    "is_active": "aktif",
    "is_staff": "boleh masuk ke halaman petugas",
    "is_helper": "pendamping",
    "is_superuser": "administrator portal",
}

# What limits the people who are posted at an agency.
_BOUNDS = frozenset({"kind", "field", "regency"})


def record_agency(agency: Agency, changed: Iterable[str]) -> None:
    """Record what limits the people of an agency now; nothing when no limit was changed."""
    if not _BOUNDS & set(changed):
        return
    with override("id"):
        where = str(agency.regency) if agency.regency else "seluruh provinsi"
        field = agency.get_field_display() or "semua urusan"
        words = f"dinas: {agency}, {agency.get_kind_display()}, {field}, {where}"
    record(SecurityAction.ROLE_CHANGED, words=words)


def record_posting(posting: Posting, *, is_new: bool) -> None:
    """Record a posting as it was saved: role, agency and its days."""
    with override("id"):
        until = date_short(posting.valid_to) if posting.valid_to else "seterusnya"
        words = (
            f"{'baru' if is_new else 'diubah'}: {role_label(posting.role)}, {posting.agency}, "
            f"{date_short(posting.valid_from)} sampai {until}"
        )
    record(SecurityAction.ROLE_CHANGED, subject=posting.user, words=words)


def record_rights(user: User, changed: Iterable[str]) -> None:
    """Record which rights of an account were changed to what; nothing when none was."""
    rights = [name for name in changed if name in _RIGHTS]
    if not rights:
        return
    words = "; ".join(
        f"{_RIGHTS[name]}: {'ya' if getattr(user, name) else 'tidak'}" for name in rights
    )
    record(SecurityAction.ACCOUNT_CHANGED, subject=user, words=words)
