"""Files that wait for their owner outside the portal."""

from applications.models import Application
from applications.services.outside_steps import report_step
from programs.enums import State
from programs.models import Stage
from tests.factories.programs import Cast, cast_of, make_application

STAGE = "verification"


def to_bank(cast: Cast | None = None) -> tuple[Cast, Application]:
    """Return an approved file of KUR that its owner has to take to a bank."""
    people = cast or cast_of()
    return people, make_application(people, state=State.APPROVED)


def in_review(cast: Cast | None = None) -> tuple[Cast, Application]:
    """Return a file under review that waits for its owner outside the portal."""
    Stage.objects.filter(edition__scheme__code="kur-mikro", code=STAGE).update(
        is_outside=True, waits_for_applicant=True, working_days=None
    )
    people = cast or cast_of()
    return people, make_application(people, stage=STAGE)


def declined() -> tuple[Cast, Application]:
    """Return an approved file whose owner does not go on: the office may close it."""
    cast, application = to_bank()
    report_step(cast.owner, application.pk, result="declined", note="Modal sudah cukup.")
    return cast, application
