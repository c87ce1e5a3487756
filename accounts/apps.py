"""The accounts app."""

from importlib import import_module

from allauth.account import signals as account_signals
from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.utils.translation import pgettext_lazy


class AccountsConfig(AppConfig):
    """Registers the app under its business name, and records when each session began."""

    name = "accounts"
    load_reference = "accounts.services.loading.load_accounts"
    verbose_name = pgettext_lazy("jamak", "Akun")

    def ready(self) -> None:
        # Only now: these modules import models.
        sessions = import_module("accounts.services.sessions")
        user_logged_in.connect(sessions.begin_at_sign_in, dispatch_uid="accounts.begin_session")
        log = import_module("accounts.services.security_signals")
        devices = import_module("accounts.services.known_devices")
        factors = import_module("allauth.mfa.signals")
        for signal in (user_logged_in, account_signals.password_reset):
            signal.connect(devices.note_person, dispatch_uid="accounts.note_device")
        for signal in (
            account_signals.password_set,
            account_signals.password_changed,
            account_signals.password_reset,
        ):
            signal.connect(
                sessions.end_others_after_new_password, dispatch_uid="accounts.end_other_sessions"
            )
        for signal, receiver in (
            (user_logged_in, log.on_signed_in),
            (user_login_failed, log.on_sign_in_failed),
            (user_logged_out, log.on_signed_out),
            (account_signals.password_set, log.on_password_changed),
            (account_signals.password_changed, log.on_password_changed),
            (account_signals.password_reset, log.on_password_changed),
            (account_signals.email_changed, log.on_address_changed),
            (factors.authenticator_added, log.on_factor_added),
            (factors.authenticator_reset, log.on_factor_added),
            (factors.authenticator_removed, log.on_factor_removed),
            (factors.authentication_failed, log.on_factor_failed),
        ):
            signal.connect(receiver, dispatch_uid=f"accounts.{receiver.__name__}")
