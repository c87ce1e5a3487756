"""A single machine with embedded servers: `./run` without DATABASE_URL."""

from umkm_portal.settings.base import *  # noqa: F403
from umkm_portal.settings.base import ALLOWED_HOSTS
from umkm_portal.settings.https import *  # noqa: F403
from umkm_portal.settings.https import EXTRA_HOSTS

ALLOWED_HOSTS += EXTRA_HOSTS
# Mail is written to files and shown at /dev/surat/ instead of leaving the machine.
EMAIL_BACKEND = "notifications.channels.mailbox.MailboxBackend"
