"""Names of the life-cycle and of schemes; plain Python, so that the pure modules may use them."""

from enum import StrEnum


class Kind(StrEnum):
    """The five programme kinds."""

    FINANCING = "financing"
    PERMIT = "permit"
    MENTORING = "mentoring"
    EXHIBITION = "exhibition"
    TRAINING = "training"


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


OPEN_STATES = (State.DRAFT, State.SUBMITTED, State.IN_REVIEW, State.REVISION_REQUESTED)
QUEUE_STATES = (State.SUBMITTED, State.IN_REVIEW)
EDITABLE_STATES = (State.DRAFT, State.REVISION_REQUESTED)


class Transition(StrEnum):
    """Names of the transitions; see `programs.lifecycle` for who, from and to."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    START_REVIEW = "start_review"
    PASS_STAGE = "pass_stage"
    RECOMMEND = "recommend"
    REQUEST_REVISION = "request_revision"
    APPROVE = "approve"
    REJECT = "reject"
    COMPLETE = "complete"


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
    """What may have only one open application of a scheme at a time."""

    ENTERPRISE = "enterprise"
    BRAND_CLASS = "brand_class"
    PRODUCT = "product"
    SHIPMENT = "shipment"


class Outcome(StrEnum):
    """What a decision brings about; what follows from it hangs on this word."""

    REFERRAL = "referral"
    LETTER = "letter"
    RECORD = "record"
    PLACE = "place"
    ALLOTMENT = "allotment"
    SEAT = "seat"


# Money, the office's own letters and what is shared out among rivals need two people.
FOUR_EYES = frozenset({Outcome.REFERRAL, Outcome.LETTER, Outcome.ALLOTMENT})


class EditionBasis(StrEnum):
    """Which day decides the edition that judges an application."""

    SUBMISSION = "submission"
    AGREEMENT = "agreement"
    OUTSIDE = "outside"


class EditionStatus(StrEnum):
    """A draft edition may change; a published one may only be succeeded."""

    DRAFT = "draft"
    PUBLISHED = "published"
