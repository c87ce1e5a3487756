"""The app of people's rights over their data."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DataRightsConfig(AppConfig):
    name = "data_rights"
    verbose_name = _("Data pribadi")
