"""An e-mail channel that kills its whole worker with -9, once before and once after sending."""

import os
import signal
from pathlib import Path

from django.conf import settings

from notifications.channels.base import OutgoingMessage
from notifications.channels.email import EmailChannel

BEFORE, AFTER = "bunuh-sebelum@contoh.id", "bunuh-sesudah@contoh.id"


class DeadlyChannel(EmailChannel):
    """Really sends; for the two addresses above the first attempt kills all processes."""

    def send(self, message: OutgoingMessage) -> None:
        first = self._is_first(message)
        if message.address == BEFORE and first:
            die()
        super().send(message)
        if message.address == AFTER and first:
            die()

    def _is_first(self, message: OutgoingMessage) -> bool:
        marker = Path(settings.MAIL_DIR).parent / str(message.id)
        try:
            marker.touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


def die() -> None:
    """Kill the worker's main process, then this pool process, so that nothing cleans up."""
    os.kill(os.getppid(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
