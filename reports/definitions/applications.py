"""The report of applications: one row each, no NIK, NPWP, phone number or sales."""

from collections.abc import Mapping
from typing import Any

from django.db.models import IntegerField, Model, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Concat, TruncDate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import User
from applications.models import Application
from applications.selectors.application_search import SearchIn
from applications.selectors.queue import View, exportable
from applications.selectors.queue_filters import MAX_SEARCH, QueueFilters
from applications.selectors.state_labels import LAPSED, LAPSED_LABEL
from common.dates.clock import JAKARTA
from common.errors import FieldError, InvalidInput
from common.lists.days import read_day, read_span
from common.lists.word_search import contains_nik
from common.text.translated import translated
from programs.enums import State
from programs.models import Edition, OutcomeWord, Question, Scheme, Stage
from programs.selectors.labels import general_state_label
from reference.enums import RegencyKind, Sector
from reference.models import Regency
from reference.selectors.regions import find_regency
from reports.selectors.cells import choice_of, first_of, label_of_code, lookup_label, safe
from reports.selectors.rows import Column, Report


def _day(field: str) -> TruncDate:
    return TruncDate(field, tzinfo=JAKARTA)


def _answer(code: str) -> KeyTextTransform:
    return KeyTextTransform(code, "answers")


def _label_from(model: type[Model], label: str, by: str) -> Combinable:
    return lookup_label(model._default_manager.all(), key="pk", label=label, by=by)


def _regency_name() -> Combinable:
    """Return the name with its kind: Kota Malang and Kabupaten Malang are different places."""
    name = Concat(label_of_code("kind", RegencyKind.choices), Value(" "), "name")
    return lookup_label(Regency.objects.all(), key="code", label=name, by="regency_id")


def _state_label() -> Combinable:
    """Return the edition's name of the state, as its applicant reads it, else the general one."""
    english = (get_language() or "").startswith("en")
    own = lookup_label(
        OutcomeWord.objects.all(),
        key=Concat("edition_id", Value(":"), "state", output_field=TextField()),
        label="word_en" if english else "word_id",
        by=Concat("edition_id", Value(":"), "state", output_field=TextField()),
    )
    named = first_of(own, label_of_code("state", [(s, general_state_label(s)) for s in State]))
    lapsed = When(lapsed_at__isnull=False, then=safe(Value(str(LAPSED_LABEL))))
    return choice_of(lapsed, otherwise=named)


def _option_label(question: str) -> Combinable:
    """Return the label of the chosen option, from the questions of any edition."""
    options = {
        option["value"]: translated(option["label_id"], option["label_en"])
        for row in Question.objects.filter(code=question).order_by("edition__valid_from")
        for option in row.options
    }
    return label_of_code(f"answers__{question}", options.items(), otherwise=_answer(question))


COLUMNS = (
    Column("number", gettext_lazy("Nomor"), "number"),
    Column("scheme", gettext_lazy("Skema"), lambda: _label_from(Scheme, "name_id", "scheme_id")),
    Column(
        "edition",
        gettext_lazy("Versi ketentuan"),
        lambda: _label_from(Edition, "code", "edition_id"),
    ),
    Column("enterprise", gettext_lazy("Nama usaha"), "enterprise__name"),
    Column("nib", "NIB", "enterprise__nib"),
    Column("regency", gettext_lazy("Kabupaten/kota"), _regency_name),
    Column(
        "sector",
        gettext_lazy("Sektor"),
        lambda: label_of_code("enterprise__sector", Sector.choices),
    ),
    Column("amount", gettext_lazy("Jumlah diminta (Rp)"), "requested_amount", "number"),
    Column(
        "tenor",
        gettext_lazy("Jangka waktu (bulan)"),
        lambda: Cast(_answer("tenor_months"), IntegerField()),
        "number",
    ),
    Column("purpose", gettext_lazy("Tujuan"), lambda: _option_label("purpose")),
    Column("state", gettext_lazy("Keadaan"), _state_label),
    Column("stage", gettext_lazy("Tahap"), lambda: _label_from(Stage, "name_id", "stage_id")),
    Column("submitted", gettext_lazy("Dikirim"), lambda: _day("submitted_at"), "date"),
    Column("due", gettext_lazy("Batas waktu"), "due_on", "date"),
    Column("decided", gettext_lazy("Diputuskan"), lambda: _day("decided_at"), "date"),
)


def clean(raw: Mapping[str, str]) -> dict[str, Any]:
    """Return the filters as typed JSON values; raises InvalidInput naming every bad one.

    A last day before the first is `reversed_days`, any other `bad_filter`.

    `state`, `stage`, `scheme`, `regency`, `submitted_from`, `submitted_to` (both days included),
    `overdue`, and what narrows an official's list: `view` (mine, late, all), `q`, `search_in`.
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
    days = read_span(raw.get("submitted_from", ""), raw.get("submitted_to", ""))
    if days.is_reversed:
        errors.append(FieldError("reversed_days", "submitted_to", days.last_problem))
    if errors:
        raise InvalidInput.many(errors)
    return filters


def _state(text: str) -> str | None:
    return text if text in {*State, LAPSED} - {State.DRAFT} else None


def _scheme(text: str) -> str | None:
    known = "\x00" not in text and Scheme.objects.filter(code=text).exists()
    return text if known else None


def _regency(text: str) -> str | None:
    regency = find_regency(text)
    return regency.code if regency else None


def _stage(text: str) -> str | None:
    known = "\x00" not in text and Stage.objects.filter(code=text).exclude(exit="").exists()
    return text if known else None


def _search(text: str) -> str | None:
    return None if "\x00" in text or contains_nik(text) else text[:MAX_SEARCH]


def _view(text: str) -> str | None:
    return text if text in set(View) else None


def _search_in(text: str) -> str | None:
    return text if text in set(SearchIn) else None


def _iso_date(text: str) -> str | None:
    day = read_day(text)
    return day.isoformat() if day else None


def _boolean(text: str) -> bool | None:
    return {"1": True, "true": True, "0": False, "false": False}.get(text.lower())


_READERS = {
    "state": _state,
    "stage": _stage,
    "scheme": _scheme,
    "regency": _regency,
    "submitted_from": _iso_date,
    "submitted_to": _iso_date,
    "overdue": _boolean,
    "view": _view,
    "q": _search,
    "search_in": _search_in,
}


def rows(user: User, filters: Mapping[str, Any]) -> QuerySet[Application]:
    """Return what the list of applications shows under the same filters, oldest first.

    Without `view` everything that was submitted in the reader's scope; limited to what the reader
    may export.
    """
    overdue = {"overdue": "1" if filters.get("overdue") else ""}
    applications = exportable(
        user, View(filters.get("view", View.ALL)), QueueFilters.read({**filters, **overdue})
    )
    return applications.select_related(None).prefetch_related(None).order_by("id")


APPLICATIONS = Report(
    name="applications",
    title=gettext_lazy("Pengajuan"),
    columns=COLUMNS,
    clean=clean,
    rows=rows,
)
