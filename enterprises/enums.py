"""Choices about enterprises that every app may use."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LegalForm(TextChoices):
    """Legal forms an enterprise may have."""

    SOLE = "perorangan", _("Usaha perorangan")
    SOLE_COMPANY = "pt_perorangan", _("PT perorangan")
    PARTNERSHIP = "cv", "CV"
    COMPANY = "pt", "PT"
    COOPERATIVE = "koperasi", _("Koperasi")
    GROUP = "kelompok", _("Kelompok usaha")


class UmkmClass(TextChoices):
    """Classes of PP 7/2021 art 35; large is above medium."""

    MICRO = "micro", _("Usaha mikro")
    SMALL = "small", _("Usaha kecil")
    MEDIUM = "medium", _("Usaha menengah")
    LARGE = "large", _("Usaha besar")


class Position(TextChoices):
    """What a person is in an enterprise."""

    CHAIR = "chair", _("ketua")
    DIRECTOR = "director", _("direktur")
    PROPRIETOR = "owner", _("pemilik")
    SECRETARY = "secretary", _("sekretaris")
    TREASURER = "treasurer", _("bendahara")
    MEMBER = "member", _("anggota")


# One of them stands at the head; the others are held beside.
HEADS = frozenset({Position.CHAIR, Position.DIRECTOR, Position.PROPRIETOR})
BESIDE = tuple(each for each in Position if each not in HEADS)
HEAD_OF: Mapping[LegalForm, Position] = {
    LegalForm.SOLE: Position.PROPRIETOR,
    LegalForm.SOLE_COMPANY: Position.DIRECTOR,
    LegalForm.PARTNERSHIP: Position.DIRECTOR,
    LegalForm.COMPANY: Position.DIRECTOR,
    LegalForm.COOPERATIVE: Position.CHAIR,
    LegalForm.GROUP: Position.CHAIR,
}
# Forms of several people, for which the head alone acts.
SIGNED_BY_HEAD = frozenset(
    {LegalForm.PARTNERSHIP, LegalForm.COMPANY, LegalForm.COOPERATIVE, LegalForm.GROUP}
)


class MemberRole(TextChoices):
    """Why a person may act for an enterprise."""

    OWNER = "owner", _("pelaku usaha")
    HELPER = "helper", _("pendamping")


class ClaimState(TextChoices):
    """State of a claim on an imported enterprise."""

    PENDING = "pending", _("menunggu pemeriksaan")
    ACCEPTED = "accepted", _("diterima")
    REFUSED = "refused", _("ditolak")


class ClaimBasis(TextChoices):
    """On what a claim rests besides the numbers."""

    NUMBERS = "numbers", _("NIB dan NIK saya tercatat pada usaha ini")
    MINUTES = "minutes", _("Saya ketua atau direktur baru menurut berita acara atau akta")
    APPOINTED = (
        "appointed",
        _("Saya pengurus atau anggota yang ditunjuk menurut berita acara atau akta"),
    )
    HEIRS = "heirs", _("Pemiliknya meninggal; saya ahli warisnya")


class Holders(TextChoices):
    """What becomes of those who act for an enterprise when another's claim on it is accepted."""

    KEEP = "keep", _("Tetap mengelola bersama pemohon")
    END = "end", _("Berakhir: mereka tidak berhak atas usaha ini")


class ScanState(TextChoices):
    """The result of the virus scan of a stored file."""

    WAITING = "waiting", _("sedang diperiksa keamanannya")
    CLEAN = "clean", _("aman")
    INFECTED = "infected", _("berbahaya")


# The kind of document that a claimant shows. It stands among no documents of the enterprise and
# fills the claimant's own room, since anybody who knows a NIB may claim.
EVIDENCE: Final = "succession"
