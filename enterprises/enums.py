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


# One of them heads the enterprise; the others are held as well.
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
    """What a claim is based on besides the numbers."""

    NUMBERS = "numbers", _("NIB dan NIK saya tercatat pada usaha ini")
    MINUTES = "minutes", _("Saya ketua atau direktur baru menurut berita acara atau akta")
    APPOINTED = (
        "appointed",
        _("Saya pengurus atau anggota yang ditunjuk menurut berita acara atau akta"),
    )
    HEIRS = "heirs", _("Pemiliknya meninggal; saya ahli warisnya")


class Holders(TextChoices):
    """What happens to those who act for an enterprise when another's claim on it is accepted."""

    KEEP = "keep", _("Tetap mengelola bersama pemohon")
    END = "end", _("Berakhir: mereka tidak berhak atas usaha ini")


class ConsentWay(TextChoices):
    """How an owner consented that a helper acts for them."""

    ACCOUNT = "account", _("di akun pemilik sendiri")
    CODE = "code", _("kode ke nomor pemilik")
    FORM = "form", _("formulir bertanda tangan atau cap jempol")


class ConsentState(TextChoices):
    """State of an owner's consent to a helper."""

    WAITING = "waiting", _("menunggu")
    GIVEN = "given", _("berlaku")
    REFUSED = "refused", _("ditolak")
    ENDED = "ended", _("berakhir")


class HelperAct(TextChoices):
    """What a helper does for an enterprise that its owner is notified of, wherever it is done.

    Answers and files of a draft are left out: nothing of them leaves the enterprise before it is
    sent, and sending has a notice.
    """

    REGISTERED = "registered", _("mendaftarkan usaha")
    JOINED = "joined", _("mulai mendampingi usaha")
    PROFILE_CHANGED = "profile_changed", _("mengubah profil usaha")
    DRAFTED = "drafted", _("membuat draf berkas")
    SUBMITTED = "submitted", _("mengirim berkas")
    CORRECTED = "corrected", _("mengirim perbaikan berkas")
    WITHDRAWN = "withdrawn", _("menarik berkas")
    REPORTED = "reported", _("mengabarkan langkah di luar portal")
    PRODUCT_CHANGED = "product_changed", _("mengubah produk")
    CAPACITY_STATED = "capacity_stated", _("mengisi kapasitas")
    SKILLS_STATED = "skills_stated", _("mengisi tenaga terampil")
    OFFERED = "offered", _("menawarkan untuk pesanan bersama")
    DECLINED = "declined", _("menjawab tidak ikut pesanan bersama")


class StatedBy(TextChoices):
    """Who stated a particular of an enterprise."""

    OWNER = "owner", _("pelaku usaha")
    HELPER = "helper", _("pendamping")
    OFFICIAL = "official", _("petugas dinas")
    REGISTER = "register", _("register dinas")
    CHECK = "check", _("cek kelayakan yang dibenarkan pelaku usaha")


class ToldWay(TextChoices):
    """How an owner is notified of what a helper did."""

    ACCOUNT = "account", _("diberitahukan lewat akun pemilik")
    NUMBER = "number", _("diberitahukan lewat nomor pemilik")
    COUNTER = "counter", _("diberitahukan di loket")


class ScanState(TextChoices):
    """The result of the virus scan of a stored file."""

    WAITING = "waiting", _("sedang diperiksa keamanannya")
    CLEAN = "clean", _("aman")
    INFECTED = "infected", _("berbahaya")


# The kind of document that a claimant shows. It is not among the documents of the enterprise and
# counts towards the claimant's own quota, since anyone who knows a NIB may claim.
EVIDENCE: Final = "succession"
# The signed or thumb-printed form of an owner's consent to a helper; no document of an application.
CONSENT_FORM: Final = "helper-consent"
# Kinds that are not listed among the documents of the enterprise.
NOT_LISTED: Final = (EVIDENCE, CONSENT_FORM)


class CredentialStatus(TextChoices):
    """What a document of an enterprise, such as a certificate, is worth now."""

    VALID = "valid", _("berlaku")
    SUSPENDED = "suspended", _("dibekukan")
    REVOKED = "revoked", _("dicabut")
    SURRENDERED = "surrendered", _("diserahkan kembali")
    SUPERSEDED = "superseded", _("diganti")
    EXPIRED = "expired", _("habis masa berlakunya")


class Incoterm(TextChoices):
    """Terms of delivery of Incoterms 2020; FAS, FOB, CFR and CIF are for carriage by sea only."""

    EXW = "EXW", _("EXW, diambil di tempat usaha")
    FCA = "FCA", _("FCA, diserahkan kepada pengangkut")
    CPT = "CPT", _("CPT, ongkos angkut sampai tujuan")
    CIP = "CIP", _("CIP, ongkos angkut dan asuransi sampai tujuan")
    DAP = "DAP", _("DAP, sampai di tempat tujuan")
    DPU = "DPU", _("DPU, sampai dan dibongkar di tujuan")
    DDP = "DDP", _("DDP, sampai tujuan, bea masuk lunas")
    FAS = "FAS", _("FAS, di samping kapal")
    FOB = "FOB", _("FOB, di atas kapal")
    CFR = "CFR", _("CFR, ongkos kapal sampai pelabuhan tujuan")
    CIF = "CIF", _("CIF, ongkos kapal dan asuransi sampai pelabuhan tujuan")


class PromiseKind(TextChoices):
    """How firmly a part of a week is promised to an order."""

    OPTION = "option", _("dipesan sementara")
    COMMITMENT = "commitment", _("dijanjikan")


class CapacitySource(TextChoices):
    """How an enterprise stated what it keeps free in a week."""

    OWNER = "owner", _("diisi pelaku usaha")
    HELPER = "helper", _("diisi pendamping")
    PROPOSAL = "proposal", _("usulan portal yang disetujui")
    SALE = "sale", _("dikurangi penjualan lain")


# A picture of a product; no document of an application.
PRODUCT_PHOTO: Final = "product-photo"
