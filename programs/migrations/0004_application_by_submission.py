"""Reports are asked by days of sending."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0003_decided_in_turn")]

    operations = [
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=("submitted_at",),
                condition=models.Q(submitted_at__isnull=False),
                name="application_by_submission",
            ),
        ),
    ]
