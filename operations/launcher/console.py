"""The launcher's voice: short lines, Indonesian first, and errors that are one line."""

import sys


class LaunchError(Exception):
    """The portal cannot start or go on, for a reason the person at the console can act on."""


class StopRequested(Exception):
    """SIGINT, SIGTERM or SIGHUP arrived; everything that was started is to be stopped."""


def say(text: str) -> None:
    print(f"[portal] {text}", flush=True)


def complain(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
