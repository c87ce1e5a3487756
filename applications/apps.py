"""The applications app."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    """The applications app; registers what follows a decision of each kind that settings name."""

    name = "applications"
    verbose_name = _("Pengajuan")

    def ready(self) -> None:
        # By name: the module imports the models, which can be loaded only now.
        import_string("applications.kinds.registry.load_outcomes")(settings.PROGRAM_KINDS)
