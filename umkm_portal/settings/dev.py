"""One machine with the embedded servers: `./run` without a database of its own."""

from umkm_portal.settings.base import *  # noqa: F403

# Mail is written to files and shown at /dev/surat/ instead of leaving the machine.
EMAIL_BACKEND = "notifications.channels.mailbox.MailboxBackend"
