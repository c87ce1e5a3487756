"""The enterprises app."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    load_reference = "enterprises.services.loading.load_skills"
    verbose_name = pgettext_lazy("jamak", "Usaha")
