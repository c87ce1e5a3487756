"""Stored answers to API writes, for their repeats."""

from django.conf import settings
from django.db import models


class IdempotencyKey(models.Model):
    """One key of a person; the row is inserted before the work, so the first to insert does it.

    `answer` never holds a NIK, NPWP, phone number or sales figure.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    key = models.CharField(max_length=200)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("user", "key"), name="idempotency_key_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}:{self.pk}"
