"""The demo app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Hold invented people and data to try the portal with."""

    name = "demo"
