"""The enterprises of a person, for the copy of their data (settings.PERSONAL_DATA)."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Q, QuerySet

from accounts.models import User
from common.text.formats import date_short, datetime_wib, mask_tail
from enterprises.enums import LegalForm, MemberRole
from enterprises.messages.refusals import LABELS
from enterprises.messages.statements import source_words
from enterprises.models import (
    Claim,
    DocumentVersion,
    Enterprise,
    HelperConsent,
    Member,
    Post,
)

# In any other form the NIK may be that of another of its people.
_ONE_PERSON: Final = frozenset({LegalForm.SOLE, LegalForm.SOLE_COMPANY})
_MOST: Final = 2000


def personal_data(user: User) -> Mapping[str, Any]:
    """Return memberships, the profile of what the person owns today, claims, posts and uploads.

    For an enterprise that the person only helped, or has left, only the name is included.
    """
    members = Member.objects.filter(user=user).select_related("enterprise__regency")
    claims = Claim.objects.filter(user=user).select_related("enterprise").order_by("-id")
    posts = Post.objects.filter(user=user).select_related("enterprise").order_by("-since", "-id")
    uploads = DocumentVersion.objects.filter(uploaded_by=user).order_by("-id")
    return {
        "Usaha": [_membership(member) for member in members.order_by("-id")[:_MOST]],
        "Klaim usaha": [
            {
                "Usaha": claim.enterprise_shown,
                "Dasar": str(claim.get_basis_display()),
                "Keadaan": str(claim.get_state_display()),
                "Diajukan pada": datetime_wib(claim.created_at),
                "Alasan keputusan": claim.reason,
            }
            for claim in claims[:_MOST]
        ],
        "Jabatan dalam usaha": [
            {
                "Usaha": post.enterprise.name,
                "Jabatan": str(post.get_position_display()),
                "Sejak": date_short(post.since),
                "Sampai": date_short(post.until) if post.until else "",
            }
            for post in posts[:_MOST]
        ],
        "Persetujuan kepada pendamping": [_consent(each) for each in _consents(user)[:_MOST]],
        "Dokumen yang Anda unggah (berkasnya diunduh dari halaman pengajuan)": [
            {"Nama berkas": each.filename, "Diunggah pada": datetime_wib(each.uploaded_at)}
            for each in uploads[:_MOST]
        ],
    }


def _consents(user: User) -> QuerySet[HelperConsent]:
    """Return the consents that the person gave in the account, or has as a helper."""
    own = HelperConsent.objects.filter(Q(owner=user) | Q(helper=user))
    return own.select_related("text").order_by("-id")


def _consent(consent: HelperConsent) -> dict[str, Any]:
    return {
        "Usaha": consent.enterprise_name,
        "Yang memberi persetujuan": consent.owner_name,
        "Yang mendampingi": consent.helper_name,
        "Cara": str(consent.get_way_display()),
        "Versi teks": consent.text.version,
        "Keadaan": str(consent.get_state_display()),
        "Dijawab pada": datetime_wib(consent.answered_at) if consent.answered_at else "",
        "Berakhir pada": datetime_wib(consent.ended_at) if consent.ended_at else "",
    }


def _membership(member: Member) -> dict[str, Any]:
    found = {
        "Usaha": member.enterprise.name,
        "Sebagai": str(member.get_role_display()),
        "Sejak": datetime_wib(member.since),
        "Sampai": datetime_wib(member.until) if member.until else "",
    }
    is_theirs = member.role == MemberRole.OWNER and member.until is None
    return found | (_profile(member.enterprise) if is_theirs else {})


def _profile(enterprise: Enterprise) -> dict[str, Any]:
    is_one_person = enterprise.legal_form in _ONE_PERSON
    nik = enterprise.nik or ""
    return {
        "Bentuk usaha": str(enterprise.get_legal_form_display()),
        "Terdaftar dengan": enterprise.registered_as,
        "NIK": nik if is_one_person else mask_tail(nik),
        "NPWP": enterprise.npwp or "",
        "Kabupaten/kota": str(enterprise.regency),
        "Alamat": enterprise.address,
        "Sektor": str(enterprise.get_sector_display()),
        "KBLI": f"{enterprise.kbli} ({enterprise.kbli_version})",
        "Mulai usaha": date_short(enterprise.founded_on) if enterprise.founded_on else "",
        "Modal sendiri (rupiah)": enterprise.owner_capital,
        "Modal pinjaman (rupiah)": enterprise.loan_capital,
        "Penjualan setahun (rupiah)": enterprise.annual_sales,
        "Tenaga kerja": enterprise.workers,
        "Nomor ponsel usaha": enterprise.phone,
        "Menurut siapa dan sejak kapan": {
            str(label): source
            for name, label in LABELS.items()
            if (source := source_words(enterprise, name))
        },
    }
