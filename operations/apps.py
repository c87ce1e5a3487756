"""The operations app."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Keep the portal running: servers, backup, keys, health."""

    name = "operations"
