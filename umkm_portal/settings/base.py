"""Settings shared by development, production and tests."""

import base64
from datetime import timedelta
from typing import Any

import environ
from csp.constants import NONE, SELF

from common.retention import retentions_of
from operations import environment
from programs.kinds.registry import declarations
from umkm_portal.settings import kinds
from umkm_portal.settings.admin import *  # noqa: F403
from umkm_portal.settings.files import *  # noqa: F403
from umkm_portal.settings.kinds import *  # noqa: F403
from umkm_portal.settings.logs import *  # noqa: F403
from umkm_portal.settings.mail import *  # noqa: F403
from umkm_portal.settings.phones import *  # noqa: F403
from umkm_portal.settings.phones import PHONE_CHANNELS
from umkm_portal.settings.proxies import *  # noqa: F403
from umkm_portal.settings.proxies import PORTAL_TRUSTED_PROXIES
from umkm_portal.settings.schedule import *  # noqa: F403
from umkm_portal.settings.sign_in import *  # noqa: F403

BASE_DIR = environment.BASE_DIR
HOME = environment.HOME

SECRET_KEY = base64.b64encode(environment.key("SECRET_KEY", "secret_key")).decode()
SECRET_KEY_FALLBACKS = environment.secret_key_fallbacks()
FIELD_KEYS: dict[int, bytes] = environment.field_keys()
INDEX_KEY: bytes = environment.key("INDEX_KEY", "index_key")

DEBUG = False
PORTAL_EMBEDDED = environment.flag("embedded")
PORTAL_DEMO = environment.flag("PORTAL_DEMO", default=PORTAL_EMBEDDED)
PORTAL_HOME = HOME
ALLOWED_HOSTS: list[str] = ["127.0.0.1", "localhost", "[::1]"]

# Panels that apps above `programs` add to the page of an edition.
EDITION_PANELS = [
    "letters.shared.edition.LETTERS",
    "applications.shared.edition_panel.OBJECTIONS",
]
# Panels that apps above `enterprises` add to the page of an enterprise.
ENTERPRISE_PANELS = ["applications.shared.enterprise_panel.FILES"]
ENTERPRISE_OPEN_APPLICATIONS = "applications.shared.open_applications.open_files"
# Panels that apps above `accounts` add to the page of a person.
ACCOUNT_PANELS = [
    "enterprises.shared.account_panel.ENTERPRISES",
    "applications.shared.account_panel.FILES",
    "notifications.shared.account_panel.MESSAGES",
]
# Called, in the same transaction, when something was done to a letter of the office.
LETTER_LISTENERS = ["applications.services.office_letters.letter_changed"]
# Called, in the same transaction, when an enterprise keeps less of a week free than it promised:
# `listener(enterprise, shortfalls)`, of `enterprises.services.capacity_statements.Shortfall`,
# returns the weeks that it notified an exporter of.
CAPACITY_LISTENERS = ["supply.shared.capacity_listener.capacity_fell"]
# A function of an app above `enterprises` that returns the enterprises that are exporters.
EXPORTERS = "supply.selectors.exporters.exporters"
# Checks of letters by anyone, in a minute: `network` is all of one network, `wrong_…` are codes
# that belong to no letter and files that are no letter, of all networks together and of one.
LETTER_CHECK_LIMITS = {
    "network": 120,
    "wrong_codes": 600,
    "wrong_codes_network": 20,
    "wrong_files": 60,
    "wrong_files_network": 10,
}
# Other sources of verification codes: functions from a code to `Verified` or None.
VERIFIED_BY_CODE = ["supply.shared.verified_commitments.commitment_by_code"]
# Functions that return the officials' pages of what letters are about.
LETTER_SUBJECT_PAGES = ["applications.shared.letter_subjects.file_pages"]
# Tells whether a person is a party to what a letter is about, and so has no say in it.
LETTER_PARTIES = ["applications.shared.letter_subjects.is_party"]
# Functions that return the key of a letter's holder in the security log.
LETTER_HOLDERS = ["applications.shared.letter_subjects.holder_key"]
# How letters are signed: docs/letters.md says how another signer is plugged in.
LETTER_SIGNER = environment.value("LETTER_SIGNER", "letters.signers.seal.SealSigner")
# The data and the record of the simulator of BSrE (letters/signers/bsre.py).
BSRE_FOLDER = HOME / "bsre"
# What ends when a person withdraws a consent, by the purpose of the consent.
ON_CONSENT_WITHDRAWN = {"on_behalf": "enterprises.services.helper_access.end_after_withdrawal"}
# Each app's data about a person, for the copy that they may download.
PERSONAL_DATA = [
    "accounts.shared.personal_data.personal_data",
    "enterprises.shared.personal_data.personal_data",
    "enterprises.shared.helpers_copy.personal_data",
    "enterprises.shared.products_copy.personal_data",
    "applications.shared.personal_data.personal_data",
    *(path for kind in declarations(kinds.PROGRAM_KINDS) for path in kind.personal_data),
    "supply.shared.personal_data.personal_data",
    "supply.shared.orders_copy.personal_data",
    "notifications.shared.personal_data.personal_data",
    "data_rights.selectors.personal_data.personal_data",
]
# Called with the name of every table that a person downloads.
ON_DOWNLOAD = "accounts.services.security_log.record_export"
# How apps above `notifications` name what a message is about, in the delivery log.
MESSAGE_SUBJECTS = [
    "applications.shared.message_subjects.FILES",
    "enterprises.shared.message_subjects.ENTERPRISES",
]

INSTALLED_APPS = [
    "umkm_portal.apps.PortalConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "umkm_portal.apps.PortalAdminConfig",
    "django.contrib.humanize",
    "django.forms",
    "django.contrib.postgres",
    "pghistory",
    "pgtrigger",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "common",
    "reference",
    "accounts",
    "notifications",
    "data_rights",
    "enterprises",
    "registers",
    "programs",
    "letters",
    "applications",
    *kinds.PROGRAM_KINDS,
    "supply",
    "reports",
    "operations",
    "demo",
]

MIDDLEWARE = [
    "umkm_portal.http.request_id.RequestIdMiddleware",
    "umkm_portal.http.forwarding.ForwardedHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "umkm_portal.http.plain_api.HttpsApiMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "umkm_portal.http.compression.TextGZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "umkm_portal.http.middleware.PrivateCacheMiddleware",
    "umkm_portal.http.language.IndonesianFirstMiddleware",
    "umkm_portal.http.middleware.ReadableRequestMiddleware",
    "django.middleware.common.CommonMiddleware",
    "accounts.middleware.RefusalMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "common.web.visible.VisibleTextMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.KnownDeviceMiddleware",
    "accounts.middleware.VerifiedUserMiddleware",
    "umkm_portal.http.middleware.LawHistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "umkm_portal.urls"
WSGI_APPLICATION = "umkm_portal.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "umkm_portal.http.context.portal",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

_DATABASE = environ.Env.db_url_config(
    environment.value("DATABASE_URL", "postgres://127.0.0.1/none")
)
_OPTIONS = _DATABASE.pop("OPTIONS", {})
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **_DATABASE,
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Parameters of the URL are kept, such as `sslmode`.
        "OPTIONS": {"connect_timeout": 5, **_OPTIONS},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = environment.value("REDIS_URL", "redis://127.0.0.1:1/0")
# Servers on other machines that are contacted in plain text, by the operator's choice.
PORTAL_PLAIN_SERVERS = [
    host for host in environment.value("PORTAL_PLAIN_SERVERS").split(",") if host
]
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
}
SESSION_ENGINE = "accounts.services.session_store"
SESSION_COOKIE_AGE = int(retentions_of("accounts")["sessions"].period.total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "umkm_portal.http.errors.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGES_COOKIE_NAME = "messages"
MESSAGE_STORAGE = "common.web.message_storage.MessageStorage"
TIME_ZONE = "Asia/Jakarta"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    # Owners' documents have no URL: only the download view, which checks access, opens them.
    "documents": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "media" / "documents", "base_url": None},
    },
}

MAIL_DIR = HOME / "mail"

# The URL at which people reach the portal, for links in messages.
PORTAL_URL = environment.value(
    "PORTAL_URL", f"http://127.0.0.1:{environment.value('PORTAL_PORT', '8000')}"
).rstrip("/")
MESSAGE_ID_DOMAIN = "portal"
NOTIFICATION_CHANNELS = {
    "inbox": "notifications.channels.inbox.InboxChannel",
    "email": "notifications.channels.email.EmailChannel",
    **PHONE_CHANNELS,
}
# A worker that dies holds its messages no longer than this; sending must take much less.
OUTBOX_LEASE = timedelta(seconds=60)
# About a day, with delays that grow to an hour.
OUTBOX_MAX_ATTEMPTS = 30
HEARTBEAT_PREFIX = "portal"

# Former versions of legal rows are never rewritten.
PGHISTORY_APPEND_ONLY = True
# The class that registers KUR candidates host-to-host; the simulator until SIKP grants access.
SIKP_CHANNEL = ""
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
    "visibility_timeout": 900,
    "socket_timeout": 5,
    "socket_connect_timeout": 3,
    # A task start that cannot be published immediately is dropped: the next sweep does its work.
    "max_retries": 1,
    "interval_start": 0,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.TokenAuthentication",
        "accounts.api.authentication.VerifiedSessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "accounts.api.errors.handle",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["common.api.parsing.StrictJSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "common.api.negotiation.FormatFirst",
    "DEFAULT_THROTTLE_CLASSES": ["accounts.api.throttles.PortalThrottle"],
    "DEFAULT_THROTTLE_RATES": {"anonymous": "300/min", "token": "600/min"},
    "NUM_PROXIES": PORTAL_TRUSTED_PROXIES,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Portal UMKM Jawa Timur",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    # Choices are inlined in the schema: shared names would change with every new field.
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enum_id_removal"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}
