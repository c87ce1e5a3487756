"""What the migrations do with postings that the forms once let through."""

from datetime import date
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.db import connection

from accounts.models import Posting
from tests.factories.accounts import OfficialFactory

pytestmark = pytest.mark.django_db


@time_machine.travel("2026-11-27T03:00:00+00:00", tick=False)
@pytest.mark.parametrize(
    ("ends", "becomes"),
    [(date(2026, 1, 5), date(2026, 1, 5)), (date(2027, 1, 5), date(2026, 11, 26))],
)
def test_a_posting_that_ends_before_it_begins_gives_no_right(ends: date, becomes: date) -> None:
    later = ("posting_dates_in_order", "posting_auditor_is_independent")
    with connection.schema_editor() as editor:
        for constraint in (c for c in Posting._meta.constraints if c.name in later):
            editor.remove_constraint(Posting, constraint)
    untouched = OfficialFactory().postings.get()
    posting = OfficialFactory().postings.get()
    Posting.objects.filter(pk=posting.pk).update(valid_from=date(2028, 1, 1), valid_to=ends)
    migration = import_module("accounts.migrations.0003_postings_that_end_before_they_begin")
    migration._set_one_past_day(apps, None)
    posting.refresh_from_db()
    assert (posting.valid_from, posting.valid_to) == (becomes, becomes)
    assert Posting.objects.get(pk=untouched.pk).valid_from == untouched.valid_from
