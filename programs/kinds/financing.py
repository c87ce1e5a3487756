"""Financing: KUR and LPDB. The office recommends and refers; the lender lends."""

from programs.enums import Kind
from programs.kinds.spec import KindSpec
from programs.policies.financing import CHECKS, annual_rate

SPEC = KindSpec(
    kind=Kind.FINANCING,
    checks=CHECKS,
    rate=annual_rate,
    application_word_id="pengajuan",
    application_word_en="application",
)
