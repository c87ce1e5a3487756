"""Settings of Django without middleware or apps around the view."""

from benchmarks.settings import *  # noqa: F403
from benchmarks.settings import INSTALLED_APPS

_OURS = {"umkm_portal.apps.PortalAdminConfig": "django.contrib.admin.apps.SimpleAdminConfig"}
INSTALLED_APPS = [_OURS.get(app, app) for app in INSTALLED_APPS if app != "allauth.account"]
ROOT_URLCONF = "benchmarks.floor_view"
MIDDLEWARE: list[str] = []
