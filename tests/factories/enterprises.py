"""Enterprises, their people and files; every number is invented and passes its checks."""

import hashlib
from datetime import date
from typing import Any

import factory
from django.core.files.base import ContentFile

from accounts.models import User
from common.dates import clock
from enterprises.enums import LegalForm, MemberRole
from enterprises.models import Claim, DocumentVersion, Enterprise, Member, SealedOriginal
from enterprises.services import document_files
from enterprises.services.posts import open_head
from reference.enums import KbliVersion, Sector
from tests.factories.accounts import UserFactory

NIK_PREFIX = "357801"
NPWP = "131752941565000"


def invented_nik(number: int, *, birth: str = "170845") -> str:
    """Return a NIK that passes its checks; 9,998 per birth date, then of the next month."""
    serial = number % 9998 + 1
    month = number // 9998 % 12 + 1
    return f"{NIK_PREFIX}{birth[:2]}{month:02d}{birth[4:]}{serial:04d}"


def invented_nib(number: int) -> str:
    """Return a NIB that passes its checks."""
    return f"{1_200_000_000_000 + number}"


class EnterpriseFactory(factory.django.DjangoModelFactory[Enterprise]):
    """A micro furniture workshop in Surabaya that nobody acts for."""

    class Meta:
        model = Enterprise

    name = factory.Sequence(lambda number: f"Mebel Jati Contoh {number}")
    legal_form = LegalForm.SOLE
    # Never a number that a test names itself, however many were made before in this process.
    nib = factory.Sequence(lambda number: invented_nib(2_000_000 + number))
    regency_id = "35.78"
    address = "Jalan Kenanga 5, RT 02 RW 03, Wonokromo"
    sector = Sector.FURNITURE
    kbli = "31001"
    kbli_version = KbliVersion.KBLI_2020
    founded_on = date(2019, 8, 17)
    owner_capital = 60_000_000
    loan_capital = 0
    annual_sales = 240_000_000
    workers = 3
    phone = "+6281234567890"
    created_at = factory.LazyFunction(clock.now)
    updated_at = factory.SelfAttribute("created_at")
    nik = factory.Sequence(lambda number: invented_nik(number, birth="180845"))
    npwp = NPWP

    @classmethod
    def _create(cls, model_class: type[Enterprise], *args: Any, **kwargs: Any) -> Enterprise:
        """Assign NIK and NPWP after the row's `uid`, to which their ciphertexts are bound."""
        numbers = {name: kwargs.pop(name) for name in ("nik", "npwp")}
        enterprise = model_class(**kwargs)
        enterprise.nik = numbers["nik"]
        enterprise.npwp = numbers["npwp"]
        enterprise.save(force_insert=True)
        return enterprise


class MemberFactory(factory.django.DjangoModelFactory[Member]):
    """An owner, who is the head where there is none; in the role of a helper a helper."""

    class Meta:
        model = Member
        skip_postgeneration_save = True

    class Params:
        is_of_helper = factory.LazyAttribute(lambda member: member.role == MemberRole.HELPER)

    enterprise = factory.SubFactory(EnterpriseFactory)
    user = factory.SubFactory(UserFactory, is_helper=factory.SelfAttribute("..is_of_helper"))
    role = MemberRole.OWNER
    since = factory.LazyFunction(clock.now)

    @factory.post_generation
    def head(self: Any, create: bool, extracted: bool | None, **_kwargs: Any) -> None:
        """Make an owner the head of an enterprise that has none, as registering does."""
        if create and extracted is not False and self.role == MemberRole.OWNER and not self.until:
            open_head(self.user, self.enterprise)


class ClaimFactory(factory.django.DjangoModelFactory[Claim]):
    """A pending claim whose NIK did not match."""

    class Meta:
        model = Claim

    enterprise = factory.SubFactory(EnterpriseFactory)
    user = factory.SubFactory(UserFactory)
    created_at = factory.LazyFunction(clock.now)


class DocumentVersionFactory(factory.django.DjangoModelFactory[DocumentVersion]):
    """A row of the document store without bytes behind it."""

    class Meta:
        model = DocumentVersion

    enterprise = factory.SubFactory(EnterpriseFactory)
    kind = "ktp"
    filename = "ktp.jpg"
    media_type = "image/jpeg"
    size = 12_345
    sha256 = factory.Sequence(lambda number: hashlib.sha256(str(number).encode()).hexdigest())
    stored_name = factory.Sequence(lambda number: f"contoh/{number}.jpg")
    uploaded_by = factory.SubFactory(UserFactory)
    uploaded_at = factory.LazyFunction(clock.now)


def keep_original(version: DocumentVersion, content: bytes) -> SealedOriginal:
    """Store what represents the signed original of a file; no signature of it was read."""
    name = document_files.storage().save(f"{version.stored_name}.asli", ContentFile(content))
    return SealedOriginal.objects.create(
        version=version,
        stored_name=name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        signature_count=0,
    )


def owned_enterprise(user: User | None = None, **fields: Any) -> tuple[User, Enterprise]:
    """Create an owner and their enterprise."""
    member = MemberFactory(
        enterprise=EnterpriseFactory(**fields), **({"user": user} if user else {})
    )
    return member.user, member.enterprise


def typed_enterprise(number: int = 0, **changes: Any) -> dict[str, Any]:
    """Return the contract's fields as a person types them; `number` makes NIB and NIK differ."""
    return {
        "name": "Mebel Jati Rukun",
        "legal_form": "perorangan",
        "nib": invented_nib(500_000 + number),
        "sku_number": "",
        "candidate": "",
        "nik": invented_nik(500 + number),
        "npwp": NPWP,
        "regency": "Kota Surabaya",
        "address": "Jl. Wonokromo Tengah 14, RT 02 RW 05",
        "sector": "furniture",
        "kbli": "31001",
        "kbli_version": "2020",
        "founded_on": "17/08/2019",
        "owner_capital": "Rp 60.000.000,00",
        "loan_capital": "",
        "annual_sales": "240.000.000",
        "workers": "3",
        "phone": "081234567890",
        **changes,
    }
