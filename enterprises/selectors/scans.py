"""Result of the virus scan of a stored file, and whether it may be opened."""

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Withheld
from enterprises.enums import ScanState
from enterprises.models import DocumentVersion
from enterprises.permissions import acts_for


def scan_state(version: DocumentVersion) -> str:
    """Return a ScanState, or "" for a file that is not to be scanned.

    No file waits for a scanner that is no longer configured.
    """
    scan = getattr(version, "scan", None)
    if scan is None or (scan.state == ScanState.WAITING and not settings.CLAMD_SOCKET):
        return ""
    return str(scan.state)


def is_infected(version: DocumentVersion) -> bool:
    """Tell whether the scanner found something in the file, which then counts as missing."""
    return scan_state(version) == ScanState.INFECTED


def is_cleared(version: DocumentVersion) -> bool:
    """Tell whether the file opens to officials: the scanner has cleared it, or there is none."""
    return scan_state(version) not in (ScanState.INFECTED, ScanState.WAITING)


def require_openable(version: DocumentVersion, user: User) -> None:
    """Raise Withheld for a file that `user` may not open now.

    With code "file_infected" for everyone, "file_waiting" unless `user` acts for the owner.
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
                "Berkas ini sedang diperiksa keamanannya, jadi belum dapat dibuka. Muat ulang "
                "halaman ini nanti."
            ),
        )
