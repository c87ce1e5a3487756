"""The URLs of the kinds of programme, in `<kind>/web/urls.py` and `<kind>/api/urls.py`."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.urls import include, path
from django.utils.module_loading import module_has_submodule


def kind_urls(layer: str) -> list[Any]:
    """Return the includes of every kind that has this layer, `web` or `api`."""
    return [
        path("", include(f"{app}.{layer}.urls"))
        for app in settings.PROGRAM_KINDS
        if module_has_submodule(import_module(app), layer)
    ]
