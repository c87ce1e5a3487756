"""Complete drafts to submit, each with its own owner and API key."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import ApiToken
from applications.lifecycle import OPEN_STATES
from applications.models import Application, Attachment
from applications.services.numbering import format_number
from common.dates import clock
from enterprises.models import DocumentVersion, Member
from programs.selectors.catalogue import edition_on

SCHEME = "kur-mikro"
# Far in the future, so that no real number collides.
_NUMBER_YEAR = 2099
ANSWERS = {
    "requested_amount": 40_000_000,
    "tenor_months": 24,
    "purpose": "working_capital",
    "previous_kur_count": 0,
    "credit_history": [],
    "collateral_offered": False,
    "is_civil_servant": False,
}


@dataclass(frozen=True)
class Draft:
    """An application ready to be submitted, and its owner's API key."""

    id: int
    token: str


@transaction.atomic
def make_drafts(count: int) -> list[Draft]:
    """Create `count` drafts in bulk, with every document of the edition, and return them.

    Their owners have no other open application; fewer drafts when too few such owners are left.
    """
    edition = edition_on(SCHEME, clock.today())
    open_applications = Application.objects.filter(
        enterprise=OuterRef("enterprise_id"), state__in=[str(s) for s in OPEN_STATES]
    )
    members = list(
        Member.objects.filter(
            ~Exists(open_applications),
            role="owner",
            until__isnull=True,
            enterprise__legal_form="perorangan",
        )
        .select_related("enterprise", "user")
        .order_by("id")[:count]
    )
    now = clock.now()
    last = Application.objects.order_by("-id").values_list("id", flat=True).first() or 0
    applications = Application.objects.bulk_create(
        Application(
            number=format_number("KURM", _NUMBER_YEAR, last + place),
            scheme=edition.scheme,
            edition=edition,
            enterprise=member.enterprise,
            regency_id=member.enterprise.regency_id,
            answers=ANSWERS,
            requested_amount=ANSWERS["requested_amount"],
            created_by=member.user,
            created_at=now,
            updated_at=now,
        )
        for place, member in enumerate(members, 1)
    )
    _attach(applications, edition.requirements.all(), now)
    return _with_keys(applications, now)


def _attach(applications, requirements, now) -> None:
    pairs = [(application, item) for application in applications for item in requirements]
    versions = DocumentVersion.objects.bulk_create(
        DocumentVersion(
            enterprise_id=application.enterprise_id,
            kind=item.document_kind,
            filename=f"{item.code}.jpg",
            media_type="image/jpeg",
            size=120_000,
            sha256=hashlib.sha256(f"{application.pk}{item.code}".encode()).hexdigest(),
            stored_name=f"bench/{application.pk}-{item.code}.jpg",
            uploaded_by_id=application.created_by_id,
            uploaded_at=now,
        )
        for application, item in pairs
    )
    Attachment.objects.bulk_create(
        Attachment(
            application=application,
            requirement=item.code,
            version=version,
            attached_by_id=application.created_by_id,
            attached_at=now,
        )
        for (application, item), version in zip(pairs, versions, strict=True)
    )


def _with_keys(applications, now) -> list[Draft]:
    drafts = [Draft(application.pk, f"bench-{application.pk}") for application in applications]
    ApiToken.objects.bulk_create(
        ApiToken(
            user_id=application.created_by_id,
            digest=hashlib.sha256(draft.token.encode()).hexdigest(),
            label="benchmark",
            created_at=now,
            expires_at=now + timedelta(days=1),
        )
        for application, draft in zip(applications, drafts, strict=True)
    )
    return drafts
