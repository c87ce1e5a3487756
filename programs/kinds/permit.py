"""Permits and certificates: the office makes ready and records; it issues only its own letters."""

from programs.enums import Kind
from programs.kinds.spec import KindSpec
from programs.policies.permit import CHECKS

SPEC = KindSpec(
    kind=Kind.PERMIT,
    checks=CHECKS,
    rate=None,
    application_word_id="permohonan",
    application_word_en="application",
    shown=frozenset(
        {
            "account_setup_days",
            "commitment_months",
            "deemed_approval_in_oss",
            "fee_examination_max",
            "fee_large",
            "fee_late_renewal_micro_small",
            "fee_late_renewal_other",
            "fee_medium",
            "fee_micro_small",
            "fee_other",
            "fee_paid_by_state",
            "fee_renewal_large",
            "fee_renewal_medium",
            "fee_renewal_micro_small",
            "fee_renewal_other",
            "food_stall_products_max",
            "halal_duty_from",
            "outside_working_days",
            "quota_per_year",
            "renewal_closes_months",
            "renewal_opens_months",
            "validity_per_shipment",
            "validity_unlimited",
            "validity_years",
        }
    ),
)
