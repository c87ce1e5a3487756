"""The financing app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FinancingConfig(AppConfig):
    name = "financing"
    verbose_name = _("Pembiayaan")

    load_reference = "financing.services.loading.load_sikp_codes"
