"""The operations app."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Run the portal: servers, backup and restore, keys, health."""

    name = "operations"
