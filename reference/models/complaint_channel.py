"""Where anyone may complain about a public service, besides the office itself."""

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.law.history import track_history


@track_history()
class ComplaintChannel(models.Model):
    """A channel outside the office, with its page; shown on the help page and beside each file."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)
    name = models.CharField(_("nama"), max_length=120)
    url = models.CharField(
        _("alamat"), max_length=200, validators=[URLValidator(schemes=["https"])]
    )
    about_id = models.CharField(_("keterangan"), max_length=250)
    about_en = models.CharField(_("keterangan (Inggris)"), max_length=250)
    legal_basis = models.CharField(_("dasar hukum"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("kanal pengaduan")
        verbose_name_plural = pgettext_lazy("jamak", "kanal pengaduan")
        ordering = ("position", "code")

    def __str__(self) -> str:
        return self.name
