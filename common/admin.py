"""The one place that knows which admin theme is used.

To go back to Django's own admin, import the same three names from `django.contrib.admin` here and
take the theme's apps out of INSTALLED_APPS.
"""

from unfold.admin import ModelAdmin, StackedInline, TabularInline

__all__ = ["ModelAdmin", "StackedInline", "TabularInline"]
