"""Names of SIKP's lists."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SikpList(TextChoices):
    """The lists of codes that describe a borrower in SIKP (PMK 12/2024)."""

    SEX = "sex", _("jenis kelamin")
    MARITAL = "marital", _("status perkawinan")
    EDUCATION = "education", _("pendidikan")
    OCCUPATION = "occupation", _("pekerjaan")
