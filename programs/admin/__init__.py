"""The rules in the admin: schemes, editions, and which rows still wait to be verified."""

from programs.admin import edition, requirement, rule, scheme, stage

__all__ = ["edition", "requirement", "rule", "scheme", "stage"]
