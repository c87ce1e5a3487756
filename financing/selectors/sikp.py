"""Verified loan candidates in an official's scope, as rows for SIKP."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.enums import ConsentPurpose, Role
from accounts.models import Consent, User
from accounts.selectors.scope import EXPORT_ROLES
from applications.models import Application
from applications.selectors.access import of_official
from enterprises.models import Enterprise
from financing.models import Borrower, SikpExportLine
from financing.policies.sikp import FIELDS, Finding, SikpRow, day, findings, is_ready, tax_number
from financing.selectors.borrowers import with_consent
from programs.enums import State
from programs.models import Stage

_WAS_EXPORTED = Exists(SikpExportLine.objects.filter(application=OuterRef("pk")))


@dataclass(frozen=True)
class Candidate:
    """An application with its row, or why it has none, and what SIKP would find wrong with it."""

    application: Application
    row: SikpRow | None
    missing_reason: str
    findings: list[Finding]

    @property
    def is_ready(self) -> bool:
        """Whether the row goes into the file."""
        return self.row is not None and is_ready(self.findings)


def verified_applications(user: User) -> QuerySet[Application]:
    """Return verified applications of SIKP's schemes in the scope of `user`, with `was_exported`.

    Verified is an application past the last stage of its edition that belongs to a verifier, and an
    approved one.
    """
    unverified = Stage.objects.filter(
        edition=OuterRef("edition"), role=Role.VERIFIER, position__gte=OuterRef("stage__position")
    )
    past_verification = Q(state=State.IN_REVIEW) & ~Exists(unverified)
    verified = past_verification | Q(state=State.APPROVED)
    applications = of_official(user, EXPORT_ROLES).filter(verified)
    return applications.filter(scheme__uses_sikp=True).annotate(was_exported=_WAS_EXPORTED)


def never_exported(user: User) -> QuerySet[Application]:
    """Return the verified applications that no file for SIKP has named yet."""
    return verified_applications(user).filter(~_WAS_EXPORTED)


def passed_on_without_consent() -> int:
    """Return how many applications a file named without an earlier consent of their people.

    That cannot occur: a file takes only particulars that were given with consent.
    """
    consents = Consent.objects.filter(
        text__purpose=ConsentPurpose.SIKP,
        given=True,
        at__lte=OuterRef("export__at"),
        user__memberships__enterprise=OuterRef("application__enterprise"),
    )
    return SikpExportLine.objects.filter(~Exists(consents)).count()


def candidates(applications: Sequence[Application]) -> list[Candidate]:
    """Return a candidate for each application of a page; two queries, however many they are."""
    ids = [each.enterprise_id for each in applications]
    stored = set(Borrower.objects.filter(enterprise__in=ids).values_list("enterprise", flat=True))
    borrowers = {each.enterprise_id: each for each in with_consent().filter(enterprise__in=ids)}
    return [_candidate(each, borrowers.get(each.enterprise_id), stored) for each in applications]


def _candidate(application: Application, borrower: Borrower | None, stored: set[int]) -> Candidate:
    if borrower is None:
        is_stored = application.enterprise_id in stored
        missing_reason = "consent_withdrawn" if is_stored else "no_particulars"
        return Candidate(application, None, missing_reason, [])
    row = _row(application, borrower)
    return Candidate(application, row, "", findings(row))


def _row(application: Application, borrower: Borrower) -> SikpRow:
    enterprise = application.enterprise
    nik = enterprise.nik
    year, month, on = borrower.born_on.split("-")
    number = application.number.replace("-", "")
    return {
        "nik": nik,
        # Optional there: a number too long for it is left out rather than cut.
        "nmr_registry": number if len(number) <= FIELDS["nmr_registry"] else "",
        "nama": borrower.full_name,
        "tgl_lahir": f"{on}{month}{year}",
        "jns_kelamin": borrower.sex.code,
        "maritas_sts": borrower.marital.code,
        "pendidikan": borrower.education.code,
        "pekerjaan": borrower.occupation.code,
        "alamat": borrower.home_address,
        "kode_kabkota": enterprise.regency_id.replace(".", ""),
        "kode_pos": borrower.postcode,
        "npwp": tax_number(enterprise.npwp, nik),
        "mulai_usaha": day(enterprise.founded_on) if enterprise.founded_on else "",
        "alamat_usaha": " ".join(enterprise.address.split()),
        "ijin_usaha": _permit(enterprise),
        "modal_usaha": str(enterprise.capital),
        "jml_pekerja": "" if enterprise.workers is None else str(enterprise.workers),
        "jml_kredit": str(application.requested_amount or ""),
        "is_linkage": "0",
        "linkage": "",
        "no_hp": _local(enterprise.phone),
        "uraian_agunan": "",
        "is_subsidized": "",
        "subsidi_sebelumnya": "",
    }


def _permit(enterprise: Enterprise) -> str:
    """Return the number of the NIB, else of the SKU; empty for a future entrepreneur."""
    if enterprise.nib:
        return f"NIB {enterprise.nib}"
    return f"SKU {enterprise.sku_number}" if enterprise.sku_number else ""


def _local(phone: str) -> str:
    """Return the national form: a plus sign would make the cell a formula."""
    return f"0{phone[3:]}" if phone.startswith("+62") else phone.lstrip("+")
