"""What the launcher prints: short lines, Indonesian first, and errors of one line."""

import sys
from typing import Final

# Exit status of a step that has printed in one line why the portal may not start.
REFUSED: Final = 3


class LaunchError(Exception):
    """The portal cannot start or continue, for a reason that the user can act on."""


class RefusalPrintedError(Exception):
    """The portal may not start, and the step that refused has printed the reason."""


class StopRequested(Exception):
    """SIGINT, SIGTERM or SIGHUP was received; everything that was started is to be stopped."""


def say(text: str) -> None:
    print(f"[portal] {text}", flush=True)


def complain(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
