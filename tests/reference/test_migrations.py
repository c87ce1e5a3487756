"""What the migrations do with codes that the forms once let through."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from reference.models import Kbli

pytestmark = pytest.mark.django_db


def test_a_code_of_kbli_that_is_none_is_removed() -> None:
    five = next(c for c in Kbli._meta.constraints if c.name == "kbli_code_has_five_digits")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Kbli, five)
    before = {*Kbli.objects.values_list("code", flat=True)}
    Kbli.objects.create(version="2020", code="12a", title="Uji", sector="other")
    import_module("reference.migrations.0002_kbli_codes_that_are_none")._remove(apps, None)
    assert {*Kbli.objects.values_list("code", flat=True)} == before
