"""Signing in: passwords, sessions, the second factor, and what slows down guessing."""

from datetime import timedelta
from typing import Any

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
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.services.password_rules.GuessablePasswordValidator"},
    {"NAME": "accounts.services.password_rules.BreachedPasswordValidator"},
    {"NAME": "accounts.services.password_rules.DigitsPasswordValidator"},
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
# What each limit protects and what it costs its victim: docs/adr/0015-limits.md. Per address only
# what an office of 200 people behind one address never reaches; right passwords are not counted.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "100/m/ip",
    "signup": "200/m/ip",
    "reset_password": "200/m/ip,5/15m/key",
    "reset_password_from_key": "200/m/ip",
    # Per person, who has entered the password already.
    "second_factor": "6/15m/key",
}
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
# A passkey cannot be guessed.
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}
MFA_FORMS = {
    "authenticate": "accounts.web.second_factor_forms.AuthenticateForm",
    "reauthenticate": "accounts.web.second_factor_forms.ReauthenticateForm",
    "activate_totp": "accounts.web.second_factor_forms.ActivateTotpForm",
    "add_webauthn": "accounts.web.second_factor_forms.AddKeyForm",
    "edit_webauthn": "accounts.web.second_factor_forms.RenameKeyForm",
}
# A proof that an open session asks for again is valid for so many seconds.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Owners and others: SESSION_COOKIE_AGE after their last visit, and no longer than this.
SESSION_LIFE = timedelta(days=90)
# For officials and others with a posting.
OFFICIAL_SESSION_IDLE = timedelta(minutes=60)
OFFICIAL_SESSION_LIFE = timedelta(hours=12)

AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Decides which attempts count together: by name and network, or by a known device.
AXES_HANDLER = "accounts.services.sign_in_limits.SignInLimits"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "common.web.client_address.client_network"
AXES_USERNAME_CALLABLE = "accounts.services.sign_in_limits.name_of"
AXES_USERNAME_FORM_FIELD = "login"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "umkm_portal.http.errors.locked_out"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
# Nobody needs to see attempts to sign in.
AXES_ENABLE_ADMIN = False
