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
    REOPEN = "reopen"
    LAPSE = "lapse"


# Transitions for whose reason an edition offers prepared texts.
READY_REASONS = frozenset(
    {Transition.RECOMMEND, Transition.REQUEST_REVISION, Transition.APPROVE, Transition.REJECT}
)
# Transitions that need a reason.
REASON_REQUIRED = READY_REASONS | {Transition.REOPEN}


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
    CHOICES = "choices"
    BOOLEAN = "boolean"
    TEXT = "text"
    HS_CODE = "hs_code"
    DATE = "date"


class Outcome(StrEnum):
    """The result of a verdict for the applicant; none of them is an approval."""

    ELIGIBLE = "eligible"
    WITH_NOTES = "with_notes"
    NOT_ELIGIBLE = "not_eligible"
    UNKNOWN = "unknown"


class UniquenessKey(StrEnum):
    """The object that may have only one open application of a scheme at a time.

    Code asks only whether it is the enterprise: of the other three the edition's questions that
    identify it are compared, in a unique index. Those values tell readers of the data what it is.
    """

    ENTERPRISE = "enterprise"
    BRAND_CLASS = "brand_class"
    PRODUCT = "product"
    SHIPMENT = "shipment"


class EditionBasis(StrEnum):
    """Which day decides the edition that judges an application.

    Only AGREEMENT is read: rates of later editions are shown. Code treats the other two alike; they
    tell readers of the data where the decision lies.
    """

    SUBMISSION = "submission"
    AGREEMENT = "agreement"
    OUTSIDE = "outside"


class Authority(StrEnum):
    """Whose office examines: the regency's, or by a rule that may lead to the province's."""

    REGENCY = "regency"
    CLASS = "class"
    MEMBERS = "members"


class EditionStatus(StrEnum):
    """A draft edition may change; a published one can only be succeeded."""

    DRAFT = "draft"
    PUBLISHED = "published"


class BulkCheckState(StrEnum):
    """States of the check of a spreadsheet; a worker advances it while it is running."""

    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
