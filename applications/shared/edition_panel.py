"""Upheld objections on the page of an edition (settings.EDITION_PANELS)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from applications.selectors.objections import MOST_COUNTED, upheld_under
from programs.enums import Severity
from programs.messages.violations import known_codes, office_text
from programs.models import Edition, ReasonText
from programs.policies.eligibility import Violation
from programs.shared.edition_panel import EditionPanel

OBJECTIONS: Final = EditionPanel(None, "admin/backoffice/edition_objections.html")


@dataclass(frozen=True)
class UpheldObjections:
    """How often an objection overturned a refusal, by ready reason and by rule, most first.

    `is_capped` where only the newest MOST_COUNTED were counted.
    """

    total: int
    by_reason: Sequence[tuple[str, int]]
    by_rule: Sequence[tuple[str, int]]
    is_capped: bool


def upheld_objections(edition: Edition) -> UpheldObjections:
    """Count the refusals that an objection overturned: under the edition, for a draft its scheme's.

    A rule is one that the file did not meet when it was sent.
    """
    rows = upheld_under(edition)
    ready = {text: row.text for row in edition.reason_texts.all() for text in _texts(row)}
    reasons = Counter(_reason(str(row["reason"]), ready) for row in rows)
    found = [each for row in rows for each in (row["verdict"] or {}).get("violations", ())]
    rules = Counter(str(each["code"]) for each in found if each["code"] in known_codes())
    sentences = {str(each["code"]): _sentence(each) for each in found if each["code"] in rules}
    return UpheldObjections(
        len(rows),
        reasons.most_common(),
        [(sentences[code], count) for code, count in rules.most_common()],
        len(rows) == MOST_COUNTED,
    )


def _texts(row: ReasonText) -> Iterable[str]:
    return (row.text_id, row.text_en)


def _reason(reason: str, ready: Mapping[str, str]) -> str:
    """Return the ready reason that was given; what officials wrote themselves counts as one."""
    return next((text for given, text in ready.items() if given in reason), _("alasan sendiri"))


def _sentence(stored: Mapping[str, Any]) -> str:
    """Return the rule as officials read it, with the figures of one of its files."""
    params = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in stored["params"].items()
    }
    return office_text(Violation(str(stored["code"]), Severity(stored["severity"]), params))
