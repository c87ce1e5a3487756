"""Letters of the office: templates, positions, numbers, letters, and checks of them."""

from letters.models.batch import SigningBatch
from letters.models.check import Check
from letters.models.letter import Letter, LetterEvent
from letters.models.logo import OfficeLogo
from letters.models.number import LetterNumber, NumberSource
from letters.models.position import Position, PositionHolder
from letters.models.seal import SealKey
from letters.models.template import LetterTemplate

__all__ = [
    "Check",
    "Letter",
    "LetterEvent",
    "LetterNumber",
    "LetterTemplate",
    "NumberSource",
    "OfficeLogo",
    "Position",
    "PositionHolder",
    "SealKey",
    "SigningBatch",
]
