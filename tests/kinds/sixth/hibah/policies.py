"""Rules of grants."""

from collections.abc import Sequence

from programs.policies.eligibility import RuleCheck
from programs.policies.enterprise import NUMBER, at_most

CHECKS: Sequence[RuleCheck] = (NUMBER, at_most("grant_max", "grant_amount", "grant_too_large"))
