"""Django's own admin as in a new project, with its templates and middleware, on these tables."""

from benchmarks.settings import *  # noqa: F403
from benchmarks.settings import INSTALLED_APPS, TEMPLATES

_OURS = {"umkm_portal.apps.PortalAdminConfig": "django.contrib.admin.apps.SimpleAdminConfig"}
INSTALLED_APPS = [_OURS.get(app, app) for app in INSTALLED_APPS]
ROOT_URLCONF = "benchmarks.stock"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Has no effect on these pages, but the app does not start without it.
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        **TEMPLATES[0],
        "DIRS": [],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
