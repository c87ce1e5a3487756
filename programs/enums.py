"""States, transitions, stage exits and other choices that an edition refers to. Pure."""

from enum import StrEnum


class State(StrEnum):
    """States of an application, the same for every kind."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    REVISION_REQUESTED = "revision_requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"


OUTCOME_STATES = (State.APPROVED, State.REJECTED, State.COMPLETED)


class Transition(StrEnum):
    """Names of the transitions; see `applications.lifecycle` for who, from and to."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    START_REVIEW = "start_review"
    PASS_STAGE = "pass_stage"
    RECOMMEND = "recommend"
    REQUEST_REVISION = "request_revision"
    APPROVE = "approve"
    REJECT = "reject"
    COMPLETE = "complete"


# Transitions that need a reason; an edition offers prepared texts for them.
REASON_REQUIRED = frozenset(
    {Transition.RECOMMEND, Transition.REQUEST_REVISION, Transition.APPROVE, Transition.REJECT}
)


class Opinion(StrEnum):
    """The direction of a recommendation."""

    POSITIVE = "positive"
    CONDITIONAL = "conditional"
    NEGATIVE = "negative"


class StageExit(StrEnum):
    """How a stage is completed: each stage before the decision has exactly one way."""

    PASS = "pass_stage"
    RECOMMEND = "recommend"
    DECIDE = "decide"


class Turn(StrEnum):
    """Whose turn it is."""

    APPLICANT = "applicant"
    OFFICE = "office"
    PARTNER = "partner"
    NOBODY = "nobody"


class Severity(StrEnum):
    """Whether a violation stops an application or only warns."""

    BLOCKS = "blocks"
    WARNS = "warns"


class QuestionType(StrEnum):
    """Types of answers an edition may ask for."""

    MONEY = "money"
    NUMBER = "number"
    CHOICE = "choice"
    BOOLEAN = "boolean"
    TEXT = "text"
    DATE = "date"


class UniquenessKey(StrEnum):
    """The object that may have only one open application of a scheme at a time."""

    ENTERPRISE = "enterprise"
    BRAND_CLASS = "brand_class"
    PRODUCT = "product"
    SHIPMENT = "shipment"


class EditionBasis(StrEnum):
    """Which day decides the edition that judges an application."""

    SUBMISSION = "submission"
    AGREEMENT = "agreement"
    OUTSIDE = "outside"


class EditionStatus(StrEnum):
    """A draft edition may change; a published one may only be succeeded."""

    DRAFT = "draft"
    PUBLISHED = "published"
