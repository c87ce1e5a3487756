"""A single machine with embedded servers: `./run` without DATABASE_URL."""

from umkm_portal.settings.base import *  # noqa: F403

# Mail is written to files and shown at /dev/surat/ instead of leaving the machine.
EMAIL_BACKEND = "notifications.channels.mailbox.MailboxBackend"
