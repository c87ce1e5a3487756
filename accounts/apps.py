"""The accounts app."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _

from accounts.services.sessions import begin_at_sign_in


class AccountsConfig(AppConfig):
    """Registers the app under its business name, and records when each session began."""

    name = "accounts"
    load_reference = "accounts.services.loading.load_accounts"
    verbose_name = _("Akun")

    def ready(self) -> None:
        user_logged_in.connect(begin_at_sign_in, dispatch_uid="accounts.begin_session")
