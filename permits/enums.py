"""What is done to a permit, how it was looked up, and what its holder promises or states."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# The code of the attachment that shows what another agency issued and the office recorded.
PERMIT_DOCUMENT: Final = "permit-evidence"


class PermitAction(TextChoices):
    """What was done to a permit; the history has one of them per event."""

    ISSUED = "issued", _("diterbitkan dinas ini")
    RECORDED = "recorded", _("dicatat")
    LOOKED_UP = "looked_up", _("diperiksa di penerbit")
    SUSPENDED = "suspended", _("dibekukan")
    REINSTATED = "reinstated", _("dipulihkan")
    REVOKED = "revoked", _("dicabut")
    SURRENDERED = "surrendered", _("diserahkan kembali")
    SUPERSEDED = "superseded", _("diganti")
    EXPIRED = "expired", _("habis masa berlakunya")


class CommitmentTask(TextChoices):
    """What the holder of an SPP-IRT promised with it and does within the months after."""

    TRAINING = "training", _("penyuluhan keamanan pangan (PKP)")
    INSPECTION = "inspection", _("pemeriksaan cara produksi pangan yang baik (CPPB-IRT)")
    LABEL = "label", _("label sesuai ketentuan")


class Particular(TextChoices):
    """A particular of a permit that changes without a new file."""

    HOLDER = "holder", _("nama pemegang")
    ADDRESS = "address", _("alamat")
    PRODUCT = "product", _("nama produk")


class ChangeAnswer(TextChoices):
    """The office's answer to a stated change."""

    ACCEPTED = "accepted", _("diterima")
    REFUSED = "refused", _("tidak diterima")


class LookUp(TextChoices):
    """How an official made sure that the other agency issued the document."""

    SITE = "site", _("situs penerbit")
    COPY = "copy", _("salinan resmi")
    PHONE = "phone", _("telepon ke penerbit")
