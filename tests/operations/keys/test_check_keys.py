"""A portal does not go on with a database whose keys it does not hold."""

from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from operations.models import HeldKey

pytestmark = pytest.mark.django_db


def test_the_keys_of_the_first_run_are_required_from_then_on(settings: Any) -> None:
    call_command("check_keys")
    assert sorted(HeldKey.objects.values_list("name", flat=True)) == ["1", "index"]
    call_command("check_keys")
    settings.INDEX_KEY = bytes(32)
    with pytest.raises(CommandError, match="index"):
        call_command("check_keys")


def test_a_new_key_beside_the_old_one_is_no_reason_to_stop(settings: Any) -> None:
    call_command("check_keys")
    settings.FIELD_KEYS = {**settings.FIELD_KEYS, 2: bytes(range(32))}
    call_command("check_keys")
    assert HeldKey.objects.filter(name="2").exists()
