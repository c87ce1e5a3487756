"""A process with a heartbeat, as `/readyz` sees a worker or beat."""

import sys
import time

from django.conf import settings

from operations.heartbeat import Heartbeat, Process, record

if __name__ == "__main__":
    _, name, prefix = sys.argv
    settings.HEARTBEAT_PREFIX = prefix
    record(Process(name))
    Heartbeat(Process(name)).start()
    while True:
        time.sleep(60)
