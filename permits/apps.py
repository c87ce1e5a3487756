"""The permits app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PermitsConfig(AppConfig):
    """Run permits and certificates."""

    name = "permits"
    verbose_name = _("Izin dan sertifikat")
