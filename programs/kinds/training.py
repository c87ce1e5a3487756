"""Training: a call, a selection, and seats."""

from programs.enums import Kind
from programs.kinds.spec import KindSpec
from programs.policies.training import CHECKS

SPEC = KindSpec(
    kind=Kind.TRAINING,
    checks=CHECKS,
    rate=None,
    application_word_id="permohonan",
    application_word_en="application",
    shown=frozenset({"acceptance_working_days", "attendance_min_percent"}),
)
