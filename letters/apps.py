"""The letters app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    """Hold what the office writes."""

    name = "letters"
    verbose_name = _("Surat")
