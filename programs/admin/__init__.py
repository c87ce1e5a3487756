"""The officials' side of programmes: their queue, one file on one screen, and the rules to read."""

from programs.admin.application import ApplicationAdmin
from programs.admin.edition import EditionAdmin
from programs.admin.requirement import RequirementAdmin
from programs.admin.rule import RuleAdmin
from programs.admin.scheme import SchemeAdmin
from programs.admin.stage import StageAdmin

__all__ = [
    "ApplicationAdmin",
    "EditionAdmin",
    "RequirementAdmin",
    "RuleAdmin",
    "SchemeAdmin",
    "StageAdmin",
]
