"""Indexes of the delivery log: by what a message is about, and by the address it went to."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(fields=["link", "-created_at", "-id"], name="outbox_by_link"),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(
                fields=["address", "-created_at", "-id"],
                condition=~Q(address=""),
                name="outbox_by_address",
            ),
        ),
    ]
