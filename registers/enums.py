"""Where the import of a register stands, and what it may cover."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# Stands among regency codes where an import may hold rows of every regency.
WHOLE_PROVINCE = "*"


class RunState(TextChoices):
    """Where the import of a register stands."""

    CHECKING = "checking", _("sedang diperiksa")
    CHECKED = "checked", _("siap diimpor")
    REFUSED = "refused", _("pemeriksaan gagal")
    DISCARDED = "discarded", _("dibuang")
    IMPORTING = "importing", _("sedang diimpor")
    STOPPED = "stopped", _("berhenti di tengah")
    IMPORTED = "imported", _("selesai diimpor")
    UNDOING = "undoing", _("sedang dibatalkan")
    UNDONE = "undone", _("dibatalkan")


# A worker moves these on; in the others a person decides or nothing more happens.
WORKED_STATES = frozenset({RunState.CHECKING, RunState.IMPORTING, RunState.UNDOING})
