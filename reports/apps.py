"""The reports app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Register the app under its business name."""

    name = "reports"
    verbose_name = _("Laporan")
