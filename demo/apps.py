"""The demo app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Invented people and data to try the portal with."""

    name = "demo"
