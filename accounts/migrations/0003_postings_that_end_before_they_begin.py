"""Write a posting that ended before it began as one day in the past: it never gave a right."""

from datetime import timedelta
from typing import Any

from django.db import migrations
from django.db.models import F
from django.utils import timezone


def _set_one_past_day(apps: Any, schema_editor: Any) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    reversed_days = apps.get_model("accounts", "Posting").objects.filter(valid_to__lt=F("valid_from"))
    for posting in reversed_days:
        posting.valid_from = posting.valid_to = min(posting.valid_to, yesterday)
        posting.save(update_fields=["valid_from", "valid_to"])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_initial'),
    ]

    operations = [
        migrations.RunPython(_set_one_past_day, migrations.RunPython.noop),
    ]
