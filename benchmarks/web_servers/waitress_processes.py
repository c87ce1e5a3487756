"""`python waitress_processes.py PORT PROCESSES APP`: waitress in several processes on one socket.

waitress has no processes of its own; this is the least that starts them and replaces those that
end. It runs in the environment of the trial, so it imports nothing of the project but the app.
"""

import os
import signal
import socket
import sys
from importlib import import_module
from types import FrameType

from waitress import serve  # type: ignore[import-untyped]  # of the trial's environment


def main(port: int, processes: int, app: str) -> None:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(1024)
    listener.setblocking(False)
    children = {_start(listener, app) for _number in range(processes)}

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for child in children:
            os.kill(child, signal.SIGKILL)
        os._exit(0)

    signal.signal(signal.SIGTERM, stop)
    while True:
        ended, _status = os.wait()
        children.discard(ended)
        children.add(_start(listener, app))


def _start(listener: socket.socket, app: str) -> int:
    if child := os.fork():
        return child
    module, name = app.split(":")
    try:
        serve(
            getattr(import_module(module), name),
            sockets=[listener],
            threads=1,
            connection_limit=500,
        )
    finally:
        os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
