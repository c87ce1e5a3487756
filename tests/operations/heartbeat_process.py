"""A process that is there and has worked: a worker or beat as `/readyz` sees them."""

import sys
import time

from django.conf import settings

from operations.heartbeat import Heartbeat, Process, record

if __name__ == "__main__":
    _, part, prefix = sys.argv
    settings.HEARTBEAT_PREFIX = prefix
    record(Process(part))
    Heartbeat(Process(part)).start()
    while True:
        time.sleep(60)
