"""What the installation itself remembers."""

from django.db import models


class HeldKey(models.Model):
    """A key that this database's numbers were sealed with; only its fingerprint stands here."""

    name = models.CharField(primary_key=True, max_length=20)
    fingerprint = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name
