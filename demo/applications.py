"""Applications to try the portal with, made through the services that people use."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageDraw

from accounts.models import User
from applications.models import Application
from applications.services.attachments import upload
from applications.services.drafts import create_draft
from applications.services.transitions import perform
from enterprises.models import Enterprise, Member

_ANSWERS: Mapping[str, Any] = {
    "requested_amount": 40_000_000,
    "tenor_months": 24,
    "purpose": "working_capital",
    "previous_kur_count": 0,
    "other_productive_credit": False,
    "collateral_offered": False,
    "is_civil_servant": False,
}
_DOCUMENTS = ("ktp", "kk", "nib_or_sku", "business_photo", "sales_note")


@dataclass(frozen=True)
class DemoPeople:
    """The people who act in the demo; officials are those of Kota Surabaya."""

    owners: tuple[User, ...]
    verifier: User
    analyst: User


def load_demo_applications(people: DemoPeople) -> None:
    """Submit two applications, and bring the first up to the decision.

    Does nothing when the owners' enterprises have applications already.
    """
    enterprises = _enterprises_of(people.owners)
    if Application.objects.filter(enterprise__in=[e for _owner, e in enterprises]).exists():
        return
    for (owner, enterprise), steps in zip(enterprises, _steps(people), strict=False):
        application = _submit(owner, enterprise)
        for actor, name, reason in steps:
            perform(actor, application.pk, name, reason=reason)


def _steps(people: DemoPeople) -> list[list[tuple[User, str, str]]]:
    started = [(people.verifier, "start_review", "")]
    passed = [*started, *[(people.verifier, "pass_stage", "")] * 2]
    opinion = "Dokumen lengkap, usaha berjalan, kebutuhan wajar."
    recommended = [*passed, (people.analyst, "recommend", opinion)]
    return [recommended, []]


def _enterprises_of(owners: Iterable[User]) -> list[tuple[User, Enterprise]]:
    return [
        (member.user, member.enterprise)
        for owner in owners
        for member in Member.objects.filter(user=owner, until__isnull=True)
        .select_related("user", "enterprise")
        .order_by("pk")[:1]
    ]


def _submit(owner: User, enterprise: Enterprise) -> Application:
    application = create_draft(
        owner, scheme="kur-mikro", enterprise_id=enterprise.pk, answers=_ANSWERS
    )
    for code in _DOCUMENTS:
        picture = _document(f"CONTOH {code.upper()} {enterprise.name}")
        upload(owner, application.pk, requirement=code, upload=picture, filename=f"{code}.jpg")
    return perform(owner, application.pk, "submit", data={"declaration": True})


def _document(text: str) -> io.BytesIO:
    """Draw a page that says it is an example."""
    page = Image.new("RGB", (900, 600), "#f4f1ea")
    ImageDraw.Draw(page).multiline_text((60, 240), text, fill="#23423f", font_size=36)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=80)
    out.seek(0)
    return out
