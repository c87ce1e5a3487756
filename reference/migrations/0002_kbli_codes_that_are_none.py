"""Remove codes of KBLI that are not five digits: no enterprise can have one."""

from typing import Any

from django.db import migrations


def _remove(apps: Any, schema_editor: Any) -> None:
    apps.get_model("reference", "Kbli").objects.exclude(code__regex=r"^[0-9]{5}$").delete()


class Migration(migrations.Migration):

    dependencies = [
        ('reference', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(_remove, migrations.RunPython.noop),
    ]
