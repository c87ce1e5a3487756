"""Rows about the installation itself."""

from django.db import models


class HeldKey(models.Model):
    """A key that numbers in this database were encrypted with; only its fingerprint is stored."""

    name = models.CharField(primary_key=True, max_length=20)
    fingerprint = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name
