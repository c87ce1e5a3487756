"""Which edition of a scheme another one follows, and what editions before it have asked."""

from collections.abc import Iterable
from datetime import date

from programs.enums import EditionStatus
from programs.models import Edition, Question


def predecessor_of(edition: Edition) -> Edition | None:
    """Return the published edition of the scheme that this one follows; None for the first.

    A draft follows the newest one, whatever its own first day, except those that begin after its
    last day. A published edition follows the one that began before it.
    """
    found = Edition.objects.select_related("scheme").filter(
        scheme=edition.scheme_id, status=EditionStatus.PUBLISHED
    )
    if edition.is_published:
        found = found.filter(valid_from__lt=edition.valid_from)
    elif edition.valid_to is not None:
        found = found.filter(valid_from__lte=edition.valid_to)
    return found.exclude(pk=edition.pk).order_by("-valid_from").first()


def last_begun(scheme_id: int, day: date) -> Edition | None:
    """Return the newest published edition of the scheme that has begun by the day."""
    found = Edition.objects.filter(scheme=scheme_id, status=EditionStatus.PUBLISHED)
    return found.filter(valid_from__lte=day).order_by("-valid_from").first()


def former_questions(edition: Edition, codes: Iterable[str]) -> dict[str, Question]:
    """Return the newest question of any scheme of its kind with each of the codes."""
    found = (
        Question.objects.filter(edition__scheme__kind=edition.scheme.kind, code__in=list(codes))
        .order_by("code", "-edition__valid_from", "-pk")
        .distinct("code")
    )
    return {question.code: question for question in found}
