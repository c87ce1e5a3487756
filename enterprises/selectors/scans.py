"""Whether a stored file may be opened, and what is known of its safety."""

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Withheld
from enterprises.enums import ScanState
from enterprises.models import DocumentVersion
from enterprises.permissions import acts_for


def scan_state(version: DocumentVersion) -> str:
    """A ScanState, or "" for a file that was never to be scanned.

    Where the scanner is no longer configured nothing waits for it.
    """
    scan = getattr(version, "scan", None)
    if scan is None or (scan.state == ScanState.WAITING and not settings.CLAMD_SOCKET):
        return ""
    return str(scan.state)


def is_infected(version: DocumentVersion) -> bool:
    """Whether the scanner found something in the file; it then counts as not there."""
    return scan_state(version) == ScanState.INFECTED


def require_openable(version: DocumentVersion, user: User) -> None:
    """Nobody opens an infected file; one that waits is opened by those who gave it only.

    Raises Withheld "file_infected" or "file_waiting".
    """
    state = scan_state(version)
    if state == ScanState.INFECTED:
        raise Withheld(
            "file_infected",
            _(
                "Berkas ini mengandung perangkat lunak berbahaya, jadi tidak dapat dibuka siapa "
                "pun. Minta atau unggah berkas lain."
            ),
        )
    if state == ScanState.WAITING and not acts_for(user, version.enterprise):
        raise Withheld(
            "file_waiting",
            _(
                "Berkas ini sedang diperiksa keamanannya, jadi belum dapat dibuka. "
                "Biasanya selesai dalam beberapa menit; muat ulang halaman ini nanti."
            ),
        )
