"""States of an import, and the regions it may cover."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# In place of regency codes, where an import may hold rows of every regency.
WHOLE_PROVINCE = "*"


class RunState(TextChoices):
    """State of the import of a register."""

    CHECKING = "checking", _("sedang diperiksa")
    CHECKED = "checked", _("siap diimpor")
    REFUSED = "refused", _("pemeriksaan gagal")
    DISCARDED = "discarded", _("dibuang")
    IMPORTING = "importing", _("sedang diimpor")
    STOPPED = "stopped", _("berhenti di tengah")
    IMPORTED = "imported", _("selesai diimpor")
    UNDOING = "undoing", _("sedang dibatalkan")
    UNDONE = "undone", _("dibatalkan")


# A worker advances these; in the others a person decides or nothing more happens.
WORKER_STATES = frozenset({RunState.CHECKING, RunState.IMPORTING, RunState.UNDOING})
