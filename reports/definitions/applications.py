"""The report of applications: one row each, no NIK, NPWP, phone number or sales."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Concat, TruncDate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from common import clock
from common.clock import JAKARTA
from common.errors import FieldError, InvalidInput
from programs.enums import QUEUE_STATES, State
from programs.models import Application, OutcomeWord, Question, Scheme
from programs.models.scheme import spoken
from programs.selectors.access import of_official
from programs.selectors.words import general_word
from reference.enums import RegencyKind, Sector
from reference.selectors.regions import find_regency
from reports.selectors.rows import Column, Report, in_words

READERS = (Role.STAFF, Role.ADMIN)


def _day(field: str) -> TruncDate:
    return TruncDate(field, tzinfo=JAKARTA)


def _answer(code: str) -> KeyTextTransform:
    return KeyTextTransform(code, "answers")


def _full_name() -> Concat:
    """Kota Malang and Kabupaten Malang are two places."""
    return Concat(in_words("regency__kind", RegencyKind.choices), Value(" "), "regency__name")


def _state_words() -> Coalesce:
    """The edition's own word for the state, as its owner reads it, else the general one."""
    english = (get_language() or "").startswith("en")
    own = OutcomeWord.objects.filter(edition=OuterRef("edition"), state=OuterRef("state"))
    word = Subquery(own.values("word_en" if english else "word_id")[:1])
    return Coalesce(word, in_words("state", [(s, general_word(s)) for s in State]))


def _option_words(question: str) -> Case:
    """The label of the chosen option, from the questions of any edition."""
    options = {
        option["value"]: spoken(option["label_id"], option["label_en"])
        for row in Question.objects.filter(code=question).order_by("edition__valid_from")
        for option in row.options
    }
    return in_words(f"answers__{question}", options.items(), otherwise=_answer(question))


COLUMNS = (
    Column("number", gettext_lazy("Nomor"), "number"),
    Column("scheme", gettext_lazy("Skema"), "scheme__name_id"),
    Column("edition", gettext_lazy("Versi ketentuan"), "edition__code"),
    Column("enterprise", gettext_lazy("Nama usaha"), "enterprise__name"),
    Column("nib", "NIB", "enterprise__nib"),
    Column("regency_code", gettext_lazy("Kode wilayah"), "regency_id"),
    Column("regency", gettext_lazy("Kabupaten/kota"), _full_name),
    Column(
        "sector", gettext_lazy("Sektor"), lambda: in_words("enterprise__sector", Sector.choices)
    ),
    Column("amount", gettext_lazy("Jumlah diminta (Rp)"), "requested_amount", "number"),
    Column(
        "tenor",
        gettext_lazy("Jangka waktu (bulan)"),
        lambda: Cast(_answer("tenor_months"), IntegerField()),
        "number",
    ),
    Column("purpose", gettext_lazy("Tujuan"), lambda: _option_words("purpose")),
    Column("state", gettext_lazy("Keadaan"), _state_words),
    Column("stage", gettext_lazy("Tahap"), "stage__name_id"),
    Column("submitted", gettext_lazy("Dikirim"), lambda: _day("submitted_at"), "date"),
    Column("due", gettext_lazy("Batas waktu"), "due_on", "date"),
    Column("decided", gettext_lazy("Diputuskan"), lambda: _day("decided_at"), "date"),
)


def clean(raw: Mapping[str, str]) -> dict[str, Any]:
    """Filters as typed JSON values; raises InvalidInput naming every bad one.

    `state`, `scheme`, `regency`, `submitted_from`, `submitted_to` (both days included), `overdue`.
    """
    filters: dict[str, Any] = {}
    errors: list[FieldError] = []
    for name, reader in _READERS.items():
        text = raw.get(name, "").strip()
        if not text:
            continue
        value = reader(text)
        if value is None:
            errors.append(FieldError("bad_filter", name, _("Saringan ini tidak dikenal.")))
        else:
            filters[name] = value
    if errors:
        raise InvalidInput.many(errors)
    return filters


def _state(text: str) -> str | None:
    return text if text in set(State) - {State.DRAFT} else None


def _scheme(text: str) -> str | None:
    known = "\x00" not in text and Scheme.objects.filter(code=text).exists()
    return text if known else None


def _regency(text: str) -> str | None:
    found = find_regency(text)
    return found.code if found else None


def _iso(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _yes(text: str) -> bool | None:
    return {"1": True, "true": True, "0": False, "false": False}.get(text.lower())


_READERS = {
    "state": _state,
    "scheme": _scheme,
    "regency": _regency,
    "submitted_from": _iso,
    "submitted_to": _iso,
    "overdue": _yes,
}


def rows(user: User, filters: Mapping[str, Any]) -> QuerySet[Application]:
    """Applications in the reader's scope, oldest first; drafts never."""
    found = of_official(user, READERS).select_related(None).order_by("id")
    simple = {"state": "state", "scheme": "scheme__code", "regency": "regency_id"}
    for name, path in simple.items():
        if name in filters:
            found = found.filter(**{path: filters[name]})
    if "submitted_from" in filters:
        found = found.annotate(sent=_day("submitted_at")).filter(
            sent__gte=filters["submitted_from"]
        )
    if "submitted_to" in filters:
        found = found.annotate(sent_to=_day("submitted_at")).filter(
            sent_to__lte=filters["submitted_to"]
        )
    if filters.get("overdue"):
        found = found.filter(state__in=[str(s) for s in QUEUE_STATES], due_on__lt=clock.today())
    return found


APPLICATIONS = Report(
    name="applications",
    title=gettext_lazy("Pengajuan"),
    columns=COLUMNS,
    clean=clean,
    rows=rows,
)
