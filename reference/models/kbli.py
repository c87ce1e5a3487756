"""Business classification codes of both editions, for the priority sectors."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reference.enums import KbliVersion, Sector

_FIVE_DIGITS = _("Kode KBLI terdiri dari lima angka.")


class Kbli(models.Model):
    """One five-digit class of one edition; `code` is text, since it may begin with a zero."""

    version = models.CharField(_("edisi"), max_length=4, choices=KbliVersion)
    code = models.CharField(
        _("kode"), max_length=5, validators=[RegexValidator(r"^[0-9]{5}\Z", _FIVE_DIGITS)]
    )
    title = models.CharField(_("judul"), max_length=200)
    # Everyday words for the trade, which seldom match the titles of the classification.
    words = models.CharField(
        _("kata sehari-hari"),
        max_length=300,
        blank=True,
        default="",
        db_default="",
        help_text=_("Dipisahkan koma, misalnya: mebel, meja, kursi."),
    )
    sector = models.CharField(_("sektor"), max_length=20, choices=Sector)

    class Meta:
        verbose_name = "KBLI"
        verbose_name_plural = "KBLI"
        ordering = ("version", "code")
        constraints = [
            models.UniqueConstraint(fields=("version", "code"), name="kbli_version_code_unique"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{5}$"),
                name="kbli_code_has_five_digits",
                violation_error_message=_FIVE_DIGITS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
