"""Names of what SIKP keeps of a borrower."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SikpList(TextChoices):
    """Lists of codes that SIKP keeps of a borrower (PMK 12/2024)."""

    SEX = "sex", _("jenis kelamin")
    MARITAL = "marital", _("status perkawinan")
    EDUCATION = "education", _("pendidikan")
    OCCUPATION = "occupation", _("pekerjaan")
