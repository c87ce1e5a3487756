"""Choices of the review other than states; importable without the models."""

from enum import StrEnum


class CorrectionReason(StrEnum):
    """What is wrong with an answer, a document or a particular that is to be corrected."""

    INCORRECT = "incorrect"
    INCOMPLETE = "incomplete"
    OUTDATED = "outdated"
    OTHER = "other"
