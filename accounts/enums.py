"""Roles and purposes, importable without the models."""

from collections.abc import Mapping

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
    AUDITOR = "auditor", _("auditor")
    PARTNER = "partner", _("mitra penyalur")
    EXPORTER = "exporter", _("eksportir")
    SYSTEM = "system", _("sistem")


def role_label(code: str) -> str:
    """Return the label of the role with this code; an unknown code is returned unchanged."""
    return str(Role(code).label) if code in Role.values else code


# A helper reviews through a posting, at stages that an office's consultant prepares; acting for an
# enterprise is a separate right.
REVIEW_ROLES = frozenset(
    {Role.VERIFIER, Role.ANALYST, Role.DECIDER, Role.CURATOR, Role.HELPER, Role.STAFF}
)
# An auditor only reads, and a document only with a reason.
OFFICIAL_ROLES = (REVIEW_ROLES - {Role.HELPER}) | {Role.ADMIN, Role.AUDITOR}


class AgencyKind(TextChoices):
    """What an agency is: an office, the inspectorate of offices, or a partner such as a bank."""

    OFFICE = "office", _("dinas pemerintah")
    INSPECTORATE = "inspectorate", _("inspektorat, yang memeriksa dinas")
    PARTNER = "partner", _("mitra penyalur, misalnya bank")


# Which roles each kind of agency may have: nobody at a partner or at the inspectorate reviews or
# decides, and no office is a partner.
POSTED_ROLES: Mapping[AgencyKind, tuple[Role, ...]] = {
    AgencyKind.OFFICE: (
        Role.VERIFIER,
        Role.ANALYST,
        Role.DECIDER,
        Role.CURATOR,
        Role.HELPER,
        Role.STAFF,
        Role.ADMIN,
    ),
    AgencyKind.INSPECTORATE: (Role.AUDITOR,),
    AgencyKind.PARTNER: (Role.PARTNER,),
}


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
    CONSENT = "consent", _("persetujuan pemilik untuk pendamping")


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


class SecurityAction(TextChoices):
    """What the security log records."""

    SIGNED_IN = "signed_in", _("masuk")
    SIGN_IN_FAILED = "sign_in_failed", _("gagal masuk")
    SIGNED_OUT = "signed_out", _("keluar")
    PASSWORD_CHANGED = "password_changed", _("kata sandi diganti")
    ADDRESS_CHANGED = "address_changed", _("email diganti")
    FACTOR_ADDED = "factor_added", _("langkah kedua dipasang")
    FACTOR_REMOVED = "factor_removed", _("langkah kedua dilepas")
    ACCOUNT_CHANGED = "account_changed", _("hak akun diubah")
    ROLE_CHANGED = "role_changed", _("penugasan diubah")
    TOKEN_ISSUED = "token_issued", _("kunci API diterbitkan")
    TOKEN_REVOKED = "token_revoked", _("kunci API dicabut")
    KEY_ROTATED = "key_rotated", _("kunci enkripsi diganti")
    EXPORTED = "exported", _("data diunduh")
    REFUSED = "refused", _("akses ditolak")
    DOCUMENT_OPENED = "document_opened", _("dokumen dibuka")
    DOCUMENT_REASON = "document_reason", _("alasan auditor membuka dokumen")
    NIK_CORRECTED = "nik_corrected", _("NIK usaha diperbaiki")
