"""Headings over many are plural in English, which Indonesian does not tell apart."""

from django.contrib import admin
from django.utils import translation

from umkm_portal.admin_navigation import _TITLES

# What English does not count, or names by many already.
UNCOUNTED = {"KBLI", "history of mobile numbers", "required documents", "security log"}


def test_lists_of_the_admin_are_named_in_the_plural() -> None:
    with translation.override("en"):
        names = {
            str(model._meta.verbose_name): str(model._meta.verbose_name_plural)
            for model in admin.site._registry
        }
        titles = [str(title) for title in _TITLES.values()]
    assert {one for one, many in names.items() if one == many} == UNCOUNTED
    assert names["application"] == "applications"
    assert titles == ["Applications", "Enterprises", "Rules", "People"]
