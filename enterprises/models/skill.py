"""Skills of the trades, and how many workers of an enterprise have them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.text.translated import Translated
from enterprises.models.enterprise import Enterprise
from reference.enums import Sector


class Skill(models.Model):
    """A skill as the trade calls it, such as rattan weaving; officials extend the list."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    sector = models.CharField(_("sektor"), max_length=20, choices=Sector)
    name_id = models.CharField(_("nama"), max_length=80)
    name_en = models.CharField(_("nama (Inggris)"), max_length=80)

    name = Translated()

    class Meta:
        verbose_name = _("keterampilan")
        verbose_name_plural = pgettext_lazy("jamak", "keterampilan")
        ordering = ("sector", "name_id")
        constraints = [
            models.UniqueConstraint(
                fields=("sector", "name_id"),
                name="skill_name_once",
                violation_error_message=_("Keterampilan ini sudah ada di sektor ini."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SkilledWorkers(models.Model):
    """How many workers of an enterprise have a skill, as last stated; one may have several."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="skilled_workers"
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    people = models.PositiveIntegerField(_("orang"))
    as_of = models.DateField(_("keadaan pada"))
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diisi oleh"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("tenaga terampil")
        verbose_name_plural = pgettext_lazy("jamak", "tenaga terampil")
        ordering = ("enterprise_id", "skill_id")
        constraints = [
            models.UniqueConstraint(fields=("enterprise", "skill"), name="skilled_workers_once"),
            models.CheckConstraint(
                condition=Q(people__gte=1, people__lte=100_000), name="skilled_workers_counted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill}: {self.people}"
