"""Roles and purposes, importable without the models."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person may be in the portal; official roles are held through a posting."""

    OWNER = "owner", _("pelaku usaha")
    HELPER = "helper", _("pendamping")
    VERIFIER = "verifier", _("verifikator")
    ANALYST = "analyst", _("analis")
    DECIDER = "decider", _("pejabat berwenang")
    CURATOR = "curator", _("kurator")
    STAFF = "staff", _("petugas pelaporan")
    ADMIN = "admin", _("administrator")
    PARTNER = "partner", _("mitra penyalur")
    SYSTEM = "system", _("sistem")


def role_label(code: str) -> str:
    """Return the label of the role with this code; an unknown code is returned unchanged."""
    return str(Role(code).label) if code in Role.values else code


# A helper reviews through a posting, at stages that an office's consultant prepares; acting for an
# enterprise is a separate right.
REVIEW_ROLES = frozenset(
    {Role.VERIFIER, Role.ANALYST, Role.DECIDER, Role.CURATOR, Role.HELPER, Role.STAFF}
)
OFFICIAL_ROLES = (REVIEW_ROLES - {Role.HELPER}) | {Role.ADMIN}


class ConsentPurpose(TextChoices):
    """What a person agrees to, each with its own text version (UU 27/2022 art 20)."""

    ACCOUNT = "account", _("pemrosesan data untuk layanan portal")
    LENDER = "lender", _("penerusan data kepada bank penyalur")
    ON_BEHALF = "on_behalf", _("pendamping mengajukan atas nama pelaku usaha")
    SIKP = "sikp", _("pendaftaran calon debitur KUR di SIKP")


class CodePurpose(TextChoices):
    """What a one-time code is requested for."""

    SIGN_IN = "sign_in", _("masuk atau daftar")
    ADD = "add", _("memasang nomor")
    CONFIRM = "confirm", _("memastikan orangnya")
    RECOVERY = "recovery", _("pemulihan di loket")


class CodeVia(TextChoices):
    """How a code goes out; WhatsApp falls back to SMS."""

    WHATSAPP = "whatsapp", "WhatsApp"
    SMS = "sms", "SMS"


class PhoneAction(TextChoices):
    """What was done to a person's number."""

    ADDED = "added", _("nomor dipasang")
    CHANGED = "changed", _("nomor diganti")
    RECOVERED = "recovered", _("nomor diganti di loket")
    PIN_SET = "pin_set", _("PIN dibuat")
    PIN_RESET = "pin_reset", _("PIN dihapus di loket")
