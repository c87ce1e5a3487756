"""Seal the text of account mail that still waits: it holds links that open an account."""

import json
from typing import Any

from django.db import migrations

from common.identity.crypto import encrypt

_TEXT = ("subject", "body")


def _seal(apps: Any, schema_editor: Any) -> None:
    """Move the text into the seal, bound to its row as `OutboxMessage.sealed` binds it."""
    rows = apps.get_model("notifications", "OutboxMessage").objects
    for message in rows.filter(key="account.mail", sealed_cipher=None).exclude(context={}):
        secret = {name: message.context.pop(name, "") for name in _TEXT}
        if message.finished_at is None:
            message.sealed_cipher = encrypt(
                json.dumps({"phone": "", "secret": secret}),
                context=f"notifications_outboxmessage.sealed_cipher|{message.pk}",
            )
        else:
            message.context = {}
        message.save(update_fields=["context", "sealed_cipher"])


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_delivery_log")]
    operations = [migrations.RunPython(_seal, migrations.RunPython.noop, elidable=True)]
