"""The applications app."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import pgettext_lazy


class ApplicationsConfig(AppConfig):
    """The applications app; registers the outcome hooks of every kind named in settings."""

    name = "applications"
    verbose_name = pgettext_lazy("jamak", "Pengajuan")

    def ready(self) -> None:
        # Imported here because the module imports models, which cannot be loaded earlier.
        import_string("applications.kinds.registry.load_outcomes")(settings.PROGRAM_KINDS)
