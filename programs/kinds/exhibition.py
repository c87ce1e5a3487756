"""Exhibitions: an open call, curation, and a list of who takes part."""

from programs.enums import Kind
from programs.kinds.spec import KindSpec
from programs.policies.exhibition import CHECKS

SPEC = KindSpec(
    kind=Kind.EXHIBITION,
    checks=CHECKS,
    rate=None,
    application_word_id="permohonan",
    application_word_en="application",
    shown=frozenset({"acceptance_working_days", "succession_until_days"}),
)
