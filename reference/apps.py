"""The reference app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferenceConfig(AppConfig):
    """Registers the app under its business name."""

    name = "reference"
    verbose_name = _("Data rujukan")
    load_reference = "reference.services.loading.load_reference"
