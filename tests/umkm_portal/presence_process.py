"""A process that is there and has worked: a worker or beat as `/readyz` sees them."""

import sys
import time

from django.conf import settings

from umkm_portal.presence import Part, Presence, prove

if __name__ == "__main__":
    _, part, prefix = sys.argv
    settings.PRESENCE_PREFIX = prefix
    prove(Part(part))
    Presence(Part(part)).start()
    while True:
        time.sleep(60)
