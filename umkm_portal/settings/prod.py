"""A real installation: servers, hosts and keys come from the environment."""

from operations import environment
from umkm_portal.settings.base import *  # noqa: F403
from umkm_portal.settings.base import ALLOWED_HOSTS
from umkm_portal.settings.https import *  # noqa: F403
from umkm_portal.settings.https import EXTRA_HOSTS

PORTAL_DEMO = environment.flag("PORTAL_DEMO")
ALLOWED_HOSTS += EXTRA_HOSTS
if not environment.value("EMAIL_HOST"):
    EMAIL_BACKEND = "notifications.channels.mailbox.MailboxBackend"
