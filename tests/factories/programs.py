"""Applications in any state, always through the services a person would use."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from accounts.enums import Role
from accounts.models import User
from applications.models import Application, Attachment
from applications.services.drafts import create_draft
from applications.services.transitions import perform
from common.dates import clock
from enterprises.models import DocumentVersion, Enterprise, Member
from enterprises.services.posts import open_head
from financing.services.borrowers import Particulars
from programs.enums import State
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory

ANSWERS: Mapping[str, Any] = {
    "requested_amount": 40_000_000,
    "tenor_months": 24,
    "purpose": "working_capital",
    "previous_kur_count": 0,
    "credit_history": [],
    "collateral_offered": False,
    "is_civil_servant": False,
}
REASON = "Dokumen lengkap dan sesuai."
RECOMMENDATION = "Usaha berjalan, kebutuhan wajar."
# What is said to complete a file while stages outside the office are open.
CLOSING: Mapping[str, Any] = {"reason": REASON, "data": {"open_stages_confirmed": True}}
# Names of stored files; they are unique over the run.
_numbers = count(1)
_TRANSITIONS = ("start_review", "pass_stage", "pass_stage", "recommend")
_STAGES = ("completeness", "verification", "recommendation", "decision")


@dataclass
class Cast:
    """The people around one enterprise."""

    owner: User
    verifier: User
    analyst: User
    decider: User
    enterprise: Enterprise
    regency: str = field(default="35.78")

    def reviewer(self, transition: str) -> User:
        return {"recommend": self.analyst, "approve": self.decider, "reject": self.decider}.get(
            transition, self.verifier
        )


def cast_of(regency: str = "35.78", **enterprise: Any) -> Cast:
    """Create an owner with an enterprise, and one official per role in its regency."""
    owner = UserFactory()
    business = EnterpriseFactory(regency_id=regency, **enterprise)
    Member.objects.create(enterprise=business, user=owner, role="owner", since=clock.now())
    open_head(owner, business)
    return Cast(
        owner=owner,
        verifier=OfficialFactory(role=Role.VERIFIER, regency=regency),
        analyst=OfficialFactory(role=Role.ANALYST, regency=regency),
        decider=OfficialFactory(role=Role.DECIDER, regency=regency),
        enterprise=business,
        regency=regency,
    )


def make_application(
    cast: Cast | None = None,
    *,
    state: str | None = None,
    stage: str | None = None,
    answers: Mapping[str, Any] | None = None,
    documents: bool = True,
    scheme: str = "kur-mikro",
    opinion: str = "positive",
) -> Application:
    """Create an application in `state`, or under review in `stage`; a draft by default.

    `answers` are merged into a full set; an empty mapping leaves every question open. `opinion` is
    the direction of the recommendation, where it gets as far.
    """
    people = cast or cast_of()
    full_answers = {} if answers == {} else {**ANSWERS, **(answers or {})}
    application = create_draft(
        people.owner, scheme=scheme, enterprise_id=people.enterprise.pk, answers=full_answers
    )
    if documents:
        add_documents(people, application)
    if stage is not None:
        return _to_stage(people, application, stage, opinion)
    return _to_state(people, application, State(state or State.DRAFT), opinion)


def particulars() -> Particulars:
    """Return what an owner states about themselves for SIKP."""
    return Particulars(
        full_name="Siti  Aminah",
        born_on=date(1990, 3, 5),
        home_address="Jalan Kenanga 3",
        postcode="60111",
        sex="female",
        marital="married",
        education="senior",
        occupation="self-employed",
    )


def add_documents(cast: Cast, application: Application) -> None:
    """Attach one stored file per document of the edition.

    The rows are those that `attach` writes, without its 16 queries for each: hundreds of tests need
    a complete file, and `attach` has tests of its own.
    """
    requirements = application.edition.requirements.all()
    versions = DocumentVersion.objects.bulk_create(
        _document(cast.owner, cast.enterprise, requirement.document_kind)
        for requirement in requirements
    )
    application.attachments.bulk_create(
        Attachment(
            application=application,
            requirement=requirement.code,
            version=version,
            attached_by=cast.owner,
            attached_at=clock.now(),
        )
        for requirement, version in zip(requirements, versions, strict=True)
    )


def make_document(owner: User, enterprise: Enterprise, kind: str) -> DocumentVersion:
    """Create a row of the document store without a stored file."""
    version = _document(owner, enterprise, kind)
    version.save()
    return version


def _document(owner: User, enterprise: Enterprise, kind: str) -> DocumentVersion:
    number = next(_numbers)
    return DocumentVersion(
        enterprise=enterprise,
        kind=kind,
        filename=f"{kind}.jpg",
        media_type="image/jpeg",
        size=12_345,
        sha256=hashlib.sha256(f"{kind}{number}".encode()).hexdigest(),
        stored_name=f"{enterprise.pk}-{kind}-{number}.jpg",
        uploaded_by=owner,
        uploaded_at=clock.now(),
    )


def _submit(cast: Cast, application: Application) -> Application:
    return perform(cast.owner, application.pk, "submit", data={"declaration": True})


def _to_stage(
    cast: Cast, application: Application, stage: str, opinion: str = "positive"
) -> Application:
    application = _submit(cast, application)
    for name in _TRANSITIONS[: _STAGES.index(stage) + 1]:
        said: dict[str, Any] = {"reason": REASON}
        if name == "recommend":
            said = {"reason": RECOMMENDATION, "data": {"opinion": opinion}}
        application = perform(cast.reviewer(name), application.pk, name, **said)
    return application


def _to_state(cast: Cast, application: Application, state: State, opinion: str) -> Application:
    if state == State.DRAFT:
        return application
    if state == State.WITHDRAWN:
        return perform(cast.owner, application.pk, "withdraw")
    if state == State.SUBMITTED:
        return _submit(cast, application)
    if state == State.IN_REVIEW:
        return _to_stage(cast, application, "completeness")
    if state == State.REVISION_REQUESTED:
        _to_stage(cast, application, "verification")
        return perform(cast.verifier, application.pk, "request_revision", reason="Foto kabur.")
    _to_stage(cast, application, "decision", opinion)
    name = "reject" if state == State.REJECTED else "approve"
    application = perform(cast.decider, application.pk, name, reason=REASON)
    if state == State.COMPLETED:
        application = perform(cast.decider, application.pk, "complete", **CLOSING)
    return application
