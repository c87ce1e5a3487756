"""The programs app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    """Registers the app under its business name."""

    name = "programs"
    verbose_name = _("Program")
