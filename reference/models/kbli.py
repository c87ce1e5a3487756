"""Business classification codes of both editions, for the priority sectors."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reference.enums import KbliVersion, Sector


class Kbli(models.Model):
    """One five-digit class of one edition; `code` is text, since it may begin with a zero."""

    version = models.CharField(_("edisi"), max_length=4, choices=KbliVersion)
    code = models.CharField(_("kode"), max_length=5)
    title = models.CharField(_("judul"), max_length=200)
    sector = models.CharField(_("sektor"), max_length=20, choices=Sector)

    class Meta:
        verbose_name = "KBLI"
        verbose_name_plural = "KBLI"
        ordering = ("version", "code")
        constraints = [
            models.UniqueConstraint(fields=("version", "code"), name="kbli_version_code_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
