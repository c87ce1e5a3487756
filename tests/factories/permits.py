"""Files of permits at their last stage, and the permits that come of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from accounts.models import Posting, User
from applications.models import Application
from applications.permissions import review_stages
from applications.services.drafts import create_draft
from applications.services.transitions import perform
from common.dates import clock
from enterprises.models import Enterprise
from letters.policies.codes import new_code
from letters.services.signing import sign_asked
from permits.enums import PERMIT_DOCUMENT, LookUp, PermitAction
from permits.models import Permit
from permits.policies.numbers import ISSUERS
from permits.services.history import record
from permits.services.recording import RecordedDocument, Scan, record_outcome
from programs.enums import StageExit
from programs.selectors.catalogue import edition_on
from tests.api.client import photo
from tests.factories.office_letters import office_that_signs
from tests.factories.programs import REASON, RECOMMENDATION, Cast, add_documents, make_document
from tests.factories.schemes import applicant_of, fitting_answers, official_for

ISSUED_ON = date(2026, 11, 2)
_NUMBERS = count(10)
NUMBERS = {"spp-irt": "2103578010012-31"}


@dataclass
class PermitFile:
    """A file at its deciding stage, its owner, and the official of that stage."""

    application: Application
    owner: User
    official: User

    def reread(self) -> Application:
        """Return the application as it now is, without what was read of it before."""
        return Application.objects.get(pk=self.application.pk)

    def approve(self) -> Application:
        """Approve the file."""
        return perform(self.official, self.application.pk, "approve", reason=REASON)


def file_to_decide(scheme: str = "spp-irt", *, stage: str = "", **answers: Any) -> PermitFile:
    """Bring a file of a scheme to its deciding stage, or to `stage`, through the services."""
    edition = edition_on(scheme, clock.today())
    owner, enterprise = applicant_of(scheme)
    given = {**fitting_answers(edition), **answers}
    application = create_draft(owner, scheme=scheme, enterprise_id=enterprise.pk, answers=given)
    add_documents(Cast(owner, owner, owner, owner, enterprise), application)
    perform(owner, application.pk, "submit", data={"declaration": True})
    people: dict[str, User] = {}
    stages = review_stages(Application.objects.get(pk=application.pk))
    for each in stages:
        if each.second_person or each.role not in people:
            people[each.role] = official_for(scheme, each)
        official = people[each.role]
        if each == stages[0]:
            perform(official, application.pk, "start_review")
        if each.code == stage:
            break
        if each.exit == StageExit.RECOMMEND:
            opinion = {"opinion": "positive"}
            perform(official, application.pk, "recommend", reason=RECOMMENDATION, data=opinion)
        elif each.exit == StageExit.PASS:
            perform(official, application.pk, "pass_stage", reason=REASON)
    return PermitFile(Application.objects.get(pk=application.pk), owner, official)


def outcome(scheme: str = "spp-irt", **values: Any) -> RecordedDocument:
    """Return what a document that another agency issued says."""
    stated: dict[str, Any] = {
        "number": NUMBERS.get(scheme, "ID35110000123450622"),
        "issued_on": ISSUED_ON,
        "valid_until": date(2031, 11, 1),
    }
    return RecordedDocument(**{**stated, **values})


def a_scan() -> Scan:
    """Return a new scan, as an official has it in their hands."""
    return Scan(upload=photo(), filename="pirt.jpg")


def recorded_permit(scheme: str = "spp-irt", **values: Any) -> tuple[PermitFile, Permit]:
    """Return an approved file with what was recorded of it."""
    file = file_to_decide(scheme)
    file.approve()
    permit = record_outcome(file.official, file.application.pk, outcome(scheme, **values), a_scan())
    return file, permit


def make_permit(enterprise: Enterprise, official: User, **values: Any) -> Permit:
    """Create a recorded permit of an enterprise without a file, looked up by the official."""
    posting = Posting.objects.filter(user=official).select_related("agency").latest("pk")
    evidence = make_document(official, enterprise, PERMIT_DOCUMENT)
    now = clock.now()
    defaults: dict[str, Any] = {
        "agency": posting.agency,
        "regency_id": enterprise.regency_id,
        "kind": "spp-irt",
        "number": f"210357802{next(_NUMBERS):04}-31",
        "holder": enterprise.name,
        "issuer": ISSUERS["spp-irt"],
        "issued_on": clock.today() - timedelta(days=30),
        "valid_until": clock.today() + timedelta(days=400),
        "status_at": now,
        "issued_here": False,
        "evidence": evidence,
        "code": new_code(),
        "looked_up": LookUp.SITE,
        "looked_up_on": clock.today(),
        "looked_up_by": official,
        "looked_up_at": now,
        "created_at": now,
    }
    permit = Permit.objects.create(enterprise=enterprise, **{**defaults, **values})
    record(permit, PermitAction.RECORDED, actor=official)
    return permit


def issued_permit(scheme: str = "surat-kelompok-usaha") -> tuple[PermitFile, Permit]:
    """Return an approved file whose letter was signed, and the permit that it is."""
    file = file_to_decide(scheme)
    office_that_signs(file.official)
    file.approve()
    assert sign_asked()
    return file, Permit.objects.get(application=file.application)
