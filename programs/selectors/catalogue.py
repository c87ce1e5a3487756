"""Schemes and the edition in force."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from common.dates import clock
from common.errors import InvalidInput, NotFound
from programs.enums import EditionStatus
from programs.models import Edition, Question, Requirement, Rule, Scheme, Stage
from programs.policies.eligibility import RuleBook, RuleRow
from reference.models.dated import Sourced


def editions_in_force(on: date) -> QuerySet[Edition]:
    """Return the published editions of the day `on` with all their rows; six queries."""
    return (
        Edition.objects.filter(status=EditionStatus.PUBLISHED, valid_from__lte=on)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        .select_related("scheme")
        .prefetch_related(
            Prefetch("rules", Rule.objects.order_by("position")),
            Prefetch("stages", Stage.objects.order_by("position")),
            Prefetch("requirements", Requirement.objects.order_by("position")),
            Prefetch("questions", Question.objects.order_by("position")),
            "outcome_words",
        )
        .order_by("scheme__kind", "scheme__code")
    )


def scheme(code: str) -> Scheme:
    """Return the scheme `code`; raises NotFound."""
    stored = Scheme.objects.filter(code=code).first() if _is_code(code) else None
    if stored is None:
        raise NotFound("unknown_scheme", _("Skema ini tidak dikenal."), field="scheme")
    return stored


def is_scheme(code: str) -> bool:
    """Tell whether a scheme `code` exists."""
    return _is_code(code) and Scheme.objects.filter(code=code).exists()


def is_stage(code: str) -> bool:
    """Tell whether any edition has a stage `code`."""
    return _is_code(code) and Stage.objects.filter(code=code).exists()


def edition_on(code: str, on: date) -> Edition:
    """Return the edition of scheme `code` in force on `on`.

    Raises NotFound for an unknown scheme, InvalidInput when no edition is in force that day.
    """
    edition = editions_in_force(on).filter(scheme__code=code).first() if _is_code(code) else None
    if edition is None:
        scheme(code)
        raise InvalidInput(
            "no_edition", _("Tidak ada ketentuan yang berlaku pada tanggal itu."), field="on"
        )
    return edition


@dataclass(frozen=True)
class EditionSpan:
    """A published edition and the days it is in force, both included; no last day means open."""

    edition: int
    scheme: str
    first: date
    last: date | None

    def covers(self, scheme: str, on: date) -> bool:
        """Tell whether this edition of the scheme is in force on the day."""
        return self.scheme == scheme and self.first <= on and (self.last is None or on <= self.last)


def published_spans() -> list[EditionSpan]:
    """Return every published edition with its days, without its rows; one query."""
    published = Edition.objects.filter(status=EditionStatus.PUBLISHED).order_by("pk")
    rows = published.values_list("pk", "scheme__code", "valid_from", "valid_to")
    return [EditionSpan(*row) for row in rows]


def edition_today(code: str) -> Edition:
    """Return the edition in force today; raises NotFound also for a scheme that has none yet."""
    try:
        return edition_on(code, clock.today())
    except InvalidInput as error:
        raise NotFound("no_edition", error.message, field="scheme") from error


def questions_on(code: str, on: date) -> dict[str, Question]:
    """Return the questions of scheme `code` on the day `on`; raises what `edition_on` raises."""
    return {question.code: question for question in edition_on(code, on).questions.all()}


def rule_book(edition: Edition, regency_code: str | None = None) -> RuleBook:
    """Return the figures of the edition; a row of the region overrides that of the province."""
    rows = sorted(edition.rules.all(), key=lambda row: row.regency_id is not None)
    return RuleBook(
        [
            RuleRow(
                row.key,
                row.value,
                row.unit,
                row.legal_basis,
                row.article,
                row.is_verified,
                source_of(row, edition),
            )
            for row in rows
            if row.regency_id in (None, regency_code)
        ]
    )


def source_of(row: Sourced, edition: Edition) -> str:
    """Return where a row was found; without an address, a basis of its own is the source.

    The basis of the whole edition is not the source of a row that nobody read in it.
    """
    own = row.legal_basis if row.legal_basis != edition.legal_basis else ""
    return row.source_url or own


def _is_code(text: str) -> bool:
    return text.isascii() and text.isprintable() and len(text) <= 40
