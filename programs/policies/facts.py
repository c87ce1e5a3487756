"""The facts of the contract, and what each may be; a scheme's own questions come on top."""

from collections.abc import Mapping

from programs.enums import QuestionType
from programs.policies.answers import AnswerShape

PURPOSES = ("working_capital", "investment")
SECTOR_GROUPS = (
    "agriculture",
    "plantation",
    "fishery",
    "livestock",
    "manufacturing",
    "trade",
    "services",
)
BORROWERS = ("person", "group", "cooperative")
MAX_TENOR = 600
MAX_EARLIER_LOANS = 1000
WORST_COLLECTABILITY = 5


def fact_shapes(most_rupiah: int) -> Mapping[str, AnswerShape]:
    """Every fact of the contract that is no code of a table; amounts up to `most_rupiah`."""
    yes_no = AnswerShape(QuestionType.BOOLEAN)
    return {
        "requested_amount": AnswerShape(QuestionType.MONEY, 1, most_rupiah),
        "tenor_months": AnswerShape(QuestionType.NUMBER, 1, MAX_TENOR),
        "purpose": AnswerShape(QuestionType.CHOICE, options=PURPOSES),
        "annual_sales": AnswerShape(QuestionType.MONEY, 0, most_rupiah),
        "business_started_on": AnswerShape(QuestionType.DATE),
        "has_npwp": yes_no,
        "has_nib_or_sku": yes_no,
        "collateral_offered": yes_no,
        "other_productive_credit": yes_no,
        "slik_collectability": AnswerShape(QuestionType.NUMBER, 1, WORST_COLLECTABILITY),
        "previous_kur_count": AnswerShape(QuestionType.NUMBER, 0, MAX_EARLIER_LOANS),
        "kur_outstanding": AnswerShape(QuestionType.MONEY, 0, most_rupiah),
        "sector_group": AnswerShape(QuestionType.CHOICE, options=SECTOR_GROUPS),
        "is_civil_servant": yes_no,
        "borrower": AnswerShape(QuestionType.CHOICE, options=BORROWERS),
    }
