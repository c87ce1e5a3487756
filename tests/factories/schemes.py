"""Answers and people that bring an application for any scheme to its decision."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.enums import Role
from accounts.models import User
from common.dates import clock
from enterprises.models import Enterprise, Member
from enterprises.services.posts import open_head
from programs.models import Edition, Question, Stage
from tests.factories.accounts import OfficialFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory

LONG_AGO = date(2019, 8, 17)
# Answers that meet the rules, for questions whose default answer would not.
FITTING: Mapping[str, Any] = {
    "requested_amount": 8_000_000,
    "tenor_months": 12,
    "contract_months": 24,
    "previous_kur_count": 0,
    "credit_history": [],
    "government_loan_unpaid": False,
    "earlier_loan_in_arrears": False,
    "is_group_member": False,
    "sugar_cane_with_avalist": False,
    "is_civil_servant": False,
    "collateral_offered": False,
    "makes_health_claims": False,
    "shelf_life_days": 30,
    "production_sites": 1,
    "outlets": 1,
    "wood_volume": 400,
    "members_elsewhere": False,
    "nice_classes": ["20"],
    "hs_code": "9403.60",
}
AMOUNTS = {"kur-mikro": 40_000_000, "kur-kecil": 200_000_000, "lpdb-konvensional": 500_000_000}
RISKS = {"sertifikat-standar": "medium_high", "sni-bina-umk": "low"}
FORMS = {
    "lpdb-konvensional": "koperasi",
    "lpdb-syariah": "koperasi",
    "svlk-kelompok": "kelompok",
    "kur-khusus": "kelompok",
    "surat-kelompok-usaha": "kelompok",
}
AGENCIES = {"ska": "disperindag-jatim", "sertifikat-standar": "dpmptsp-jatim"}


def fitting_answers(edition: Edition) -> dict[str, Any]:
    """Return an answer to every question of the edition, such that nothing blocks."""
    scheme = edition.scheme.code
    answers = {q.code: _fitting(q) for q in edition.questions.all()}
    if "requested_amount" in answers:
        answers["requested_amount"] = AMOUNTS.get(scheme, FITTING["requested_amount"])
    if "risk_level" in answers:
        answers["risk_level"] = RISKS[scheme]
    return answers


def _fitting(question: Question) -> Any:
    if question.code in FITTING:
        return FITTING[question.code]
    match question.type:
        case "boolean":
            return True
        case "choice":
            return question.options[0]["value"]
        case "money" | "number":
            return max(question.minimum or 0, 10)
        case _:
            return "Lulur Lestari"


def applicant_of(scheme: str) -> tuple[User, Enterprise]:
    """Create an owner with an enterprise of the legal form that the scheme serves."""
    owner = UserFactory()
    enterprise = EnterpriseFactory(legal_form=FORMS.get(scheme, "perorangan"))
    Member.objects.create(enterprise=enterprise, user=owner, role="owner", since=clock.now())
    open_head(owner, enterprise)
    return owner, enterprise


def official_for(scheme: str, stage: Stage) -> User:
    """Create an official who may complete `stage`."""
    return OfficialFactory(role=Role(stage.role), agency=AGENCIES.get(scheme))
