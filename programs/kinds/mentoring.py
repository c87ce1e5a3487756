"""Mentoring: a place with a consultant, or the waiting list; never a refusal by merit."""

from programs.enums import Kind
from programs.kinds.spec import KindSpec
from programs.policies.mentoring import CHECKS

SPEC = KindSpec(
    kind=Kind.MENTORING,
    checks=CHECKS,
    rate=None,
    application_word_id="permohonan",
    application_word_en="application",
    shown=frozenset({"review_months"}),
)
