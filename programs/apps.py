"""The programs app."""

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.utils.translation import gettext_lazy as _

from programs.checks import check_kinds
from programs.kinds.registry import declarations, register


class ProgramsConfig(AppConfig):
    """The programs app; registers the kinds of programme named in settings."""

    name = "programs"
    verbose_name = _("Program")
    load_reference = "programs.services.loading.load_schemes"

    def ready(self) -> None:
        for kind in declarations(settings.PROGRAM_KINDS):
            register(kind)
        checks.register(check_kinds)
