"""The order of the register by the day of registration, and its ranges of days."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0002_document_preview"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(fields=["-created_at", "-id"], name="enterprise_newest"),
        ),
    ]
