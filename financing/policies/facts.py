"""The shapes of the facts that loans add to those of an enterprise. Pure."""

from collections.abc import Mapping
from typing import Final

from common.money.rupiah import MAX_RUPIAH
from financing.policies.credit import CREDIT_KINDS
from programs.enums import QuestionType
from programs.policies.answers import AnswerShape
from programs.policies.facts import YES_OR_NO

# Sanity bounds, far beyond any scheme: months, loans, and grades of the credit register.
MAX_TENOR = 600
MAX_EARLIER_LOANS = 1000
WORST_COLLECTABILITY = 5

FACT_SHAPES: Final[Mapping[str, AnswerShape]] = {
    "requested_amount": AnswerShape(QuestionType.MONEY, 1, MAX_RUPIAH),
    "tenor_months": AnswerShape(QuestionType.NUMBER, 1, MAX_TENOR),
    "purpose": AnswerShape(QuestionType.CHOICE, options=("working_capital", "investment")),
    "collateral_offered": YES_OR_NO,
    "credit_history": AnswerShape(QuestionType.CHOICES, options=CREDIT_KINDS),
    "other_productive_credit": YES_OR_NO,
    "ultra_micro_amount": AnswerShape(QuestionType.MONEY, 0, MAX_RUPIAH),
    "consumption_as_productive_amount": AnswerShape(QuestionType.MONEY, 0, MAX_RUPIAH),
    "mentored": YES_OR_NO,
    "owner_born_on": AnswerShape(QuestionType.DATE),
    "is_married": YES_OR_NO,
    "slik_collectability": AnswerShape(QuestionType.NUMBER, 1, WORST_COLLECTABILITY),
    "previous_kur_count": AnswerShape(QuestionType.NUMBER, 0, MAX_EARLIER_LOANS),
    "kur_outstanding": AnswerShape(QuestionType.MONEY, 0, MAX_RUPIAH),
    "is_civil_servant": YES_OR_NO,
}
