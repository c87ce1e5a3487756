"""The shapes of the facts about an enterprise; kinds and schemes add their own. Pure."""

from collections.abc import Mapping

from common.money.rupiah import MAX_RUPIAH
from programs.enums import QuestionType
from programs.policies.answers import AnswerShape

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
YES_OR_NO = AnswerShape(QuestionType.BOOLEAN)

# Facts that are codes of a table (region, sector) are validated where the table can be read.
ENTERPRISE_SHAPES: Mapping[str, AnswerShape] = {
    "annual_sales": AnswerShape(QuestionType.MONEY, 0, MAX_RUPIAH),
    "business_started_on": AnswerShape(QuestionType.DATE),
    "has_npwp": YES_OR_NO,
    "has_nib_or_sku": YES_OR_NO,
    "sector_group": AnswerShape(QuestionType.CHOICE, options=SECTOR_GROUPS),
    "borrower": AnswerShape(QuestionType.CHOICE, options=BORROWERS),
}
