"""Settings shared by development, production and tests."""

import base64
from datetime import timedelta
from typing import Any

import environ
from csp.constants import NONE, SELF

from operations import environment
from umkm_portal.settings import kinds
from umkm_portal.settings.admin import *  # noqa: F403
from umkm_portal.settings.kinds import *  # noqa: F403
from umkm_portal.settings.logs import *  # noqa: F403
from umkm_portal.settings.phones import *  # noqa: F403
from umkm_portal.settings.phones import PHONE_CHANNELS
from umkm_portal.settings.schedule import *  # noqa: F403

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
EDITION_PANELS = ["letters.shared.edition.LETTERS"]

INSTALLED_APPS = [
    "umkm_portal.apps.PortalConfig",
    # Not its default config, which would replace our admin site with a plain one.
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
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
    "enterprises",
    "registers",
    "programs",
    "letters",
    "applications",
    *kinds.PROGRAM_KINDS,
    "reports",
    "operations",
    "demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "umkm_portal.http.middleware.AdminCspMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "umkm_portal.http.middleware.PrivateCacheMiddleware",
    "umkm_portal.http.language.IndonesianFirstMiddleware",
    "umkm_portal.http.middleware.ReadableRequestMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
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

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **environ.Env.db_url_config(environment.value("DATABASE_URL", "postgres://127.0.0.1/none")),
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = environment.value("REDIS_URL", "redis://127.0.0.1:1/0")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "umkm_portal.http.errors.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
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
DOCUMENT_MAX_BYTES = 10 * 1024 * 1024
# A document and the other fields of its form.
REQUEST_MAX_BYTES = DOCUMENT_MAX_BYTES + 2 * 1024 * 1024
# A register of a whole province; only officials may send as much, and only to this address.
REGISTER_MAX_BYTES = 100 * 1024 * 1024
REQUEST_MAX_BYTES_AT = {"/admin/impor/": REGISTER_MAX_BYTES + 1024 * 1024}
# Files and former values hold personal data; after this an import cannot be undone any more.
REGISTER_RETENTION = timedelta(days=30)
# A worker that dies holds an import no longer than this; a chunk must be done well within it.
REGISTER_LEASE = timedelta(seconds=60)
# After this a worker lets other waiting tasks run before it continues.
REGISTER_SLICE = timedelta(seconds=10)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "common.files.upload_handler.NamelessFileUploadHandler",
]
# All documents of one enterprise; a full set is about 15 MB.
DOCUMENT_QUOTA_BYTES = 200 * 1024 * 1024
# A file that no application has, not even an old one, is deleted this long after its upload.
DOCUMENT_UNUSED_RETENTION = timedelta(days=90)
# A file without a row, or half an upload, is left by a crash; a younger one may be in use.
DOCUMENT_ORPHAN_AGE = timedelta(days=1)
# A ClamAV daemon: the path of its socket, or host:port. Without one nothing is scanned.
CLAMD_SOCKET = environment.value("CLAMD_SOCKET")
# A worker that dies holds a file no longer than this; sending and scanning must be done within it.
SCAN_LEASE = timedelta(minutes=5)
# On the disk of the documents, so that a finished file is moved there and never half written.
FILE_UPLOAD_TEMP_DIR = environment.folder("scratch")

AUTH_USER_MODEL = "accounts.User"
# The address is unique without regard to case, which the check cannot see in an expression.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "/masuk/"
LOGIN_REDIRECT_URL = "/pengajuan/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Mail for every change of a password, an address or a second factor.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_ADAPTER = "notifications.adapters.AccountAdapter"
# One account is locked by axes; allauth only slows down an address that tries many.
# Codes of the second factor are counted per person, who has entered the password already.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip", "second_factor": "6/15m/key"}
ACCOUNT_FORMS = {
    "signup": "accounts.web.forms.SignupForm",
    "login": "accounts.web.forms.LoginForm",
    "reset_password": "accounts.web.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.web.forms.ResetPasswordKeyForm",
    "change_password": "accounts.web.forms.ChangePasswordForm",
    "set_password": "accounts.web.forms.SetPasswordForm",
    "reauthenticate": "accounts.web.forms.ReauthenticateForm",
    "add_email": "accounts.web.forms.AddEmailForm",
}

MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Portal UMKM Jawa Timur"
# Clocks of phones differ by up to half a minute; a code is still accepted only once.
MFA_TOTP_TOLERANCE = 1
# Nobody signs in without a confirmed address; an additional unconfirmed one must not prevent it.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "accounts.web.second_factor_forms.AuthenticateForm",
    "reauthenticate": "accounts.web.second_factor_forms.ReauthenticateForm",
    "activate_totp": "accounts.web.second_factor_forms.ActivateTotpForm",
    "add_webauthn": "accounts.web.second_factor_forms.AddKeyForm",
    "edit_webauthn": "accounts.web.second_factor_forms.RenameKeyForm",
}
# For officials and others with a posting; owners have SESSION_COOKIE_AGE after their last visit.
OFFICIAL_SESSION_IDLE = timedelta(minutes=60)
OFFICIAL_SESSION_LIFE = timedelta(hours=12)

AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "umkm_portal.http.errors.locked_out"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
# Nobody needs to read attempts to sign in.
AXES_ENABLE_ADMIN = False

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = environment.value("EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = int(environment.value("EMAIL_PORT", "25"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.value(
    "DEFAULT_FROM_EMAIL", "Portal UMKM Jawa Timur <portal@umkm.example>"
)
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
# Registers KUR candidates host-to-host; a simulator until SIKP grants access.
SIKP_CHANNEL = "financing.channels.sikp.Simulator"
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
    # A wake-up that cannot be published immediately is dropped: the next sweep does its work.
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
