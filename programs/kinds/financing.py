"""Financing: KUR and LPDB. The office recommends and refers; the lender lends."""

from programs.enums import Kind
from programs.kinds.spec import KindSpec
from programs.policies.financing import CHECKS, LADDER_STEPS, annual_rate

SPEC = KindSpec(
    kind=Kind.FINANCING,
    checks=CHECKS,
    rate=annual_rate,
    application_word_id="pengajuan",
    application_word_en="application",
    shown=frozenset(
        {
            "business_age_min_months_mentored",
            "grace_months",
            "group_letter_required",
            "meeting_report_years",
            "offtaker_integrated",
            "profit_share_max",
            "repeat_limit_lifted",
            "tenor_extended_investment",
            "tenor_extended_working_capital",
        }
    ),
    read=frozenset(
        {
            "access_cap_listed",
            "access_cap_sectors",
            "annual_rate",
            "collateral_exempt_sectors",
            "consumption_as_productive_max",
            "other_credit_allowed",
            "tenor_max_investment",
            "ultra_micro_max",
            *(f"annual_rate_access_{step}" for step in range(1, LADDER_STEPS + 1)),
        }
    ),
)
