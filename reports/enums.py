"""States and formats of an export."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ExportState(TextChoices):
    """The state of a background export."""

    WAITING = "waiting", _("menunggu")
    RUNNING = "running", _("sedang dibuat")
    READY = "ready", _("siap diunduh")
    FAILED = "failed", _("gagal")
    EXPIRED = "expired", _("sudah dihapus")
