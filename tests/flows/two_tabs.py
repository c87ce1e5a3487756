"""Every form in which an owner changes what is stored, as two tabs or two people see it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django import forms
from django.test import Client

from tests.shown import shown_on

# What a field posts; several where several options are ticked.
Input = str | list[str]


@dataclass
class Tab:
    """A page with a form, open in a browser without scripts; `typed` are its fields as posted."""

    client: Client
    path: str
    page: Any = field(init=False)

    def __post_init__(self) -> None:
        self.page = self.client.get(self.path)
        assert self.page.status_code == 200

    @property
    def form(self) -> Any:
        return self.page.context["form"]

    @property
    def typed(self) -> dict[str, Input]:
        raw = {name: _raw(self.form, name) for name in self.form.fields}
        return {name: text for name, text in raw.items() if text is not None}

    def save(self, changes: Mapping[str, Input] | None = None, **more: str) -> Any:
        """Send the values of the fields, with `changes`. The answer is the page."""
        data = {**self.typed, **(changes or {}), **more, "semula": shown_on(self.page)}
        answer = self.client.post(self.path, data)
        if answer.status_code != 302:
            self.page = answer
        return answer

    def errors(self) -> dict[str, str]:
        """Return the errors that the page shows at its fields."""
        return {name: " ".join(texts) for name, texts in self.form.errors.items()}


def variants(form: Any, name: str, question: Any = None) -> list[Input]:
    """Return up to two valid inputs that are not what the field shows."""
    shown = _raw(form, name) or ""
    bound = form.fields[name]
    if isinstance(bound, forms.BooleanField):
        return []
    found: list[Any]
    if isinstance(bound, forms.MultipleChoiceField):
        found = [[str(value)] for value, _label in cast(Any, bound.choices)]
    elif isinstance(bound, forms.ChoiceField):
        found = [str(value) for value, _label in cast(Any, bound.choices)]
    elif isinstance(bound.widget, forms.DateInput):
        found = ["2019-02-01", "2019-02-02"]
    elif "inputmode" in bound.widget.attrs:
        least = getattr(question, "minimum", None) or 1
        found = [str(least), str(least + 1), str(least + 2)]
    else:
        found = ["Tulisan satu", "Tulisan dua"]
    return [each for each in found if each and each != shown][:2]


def _raw(form: Any, name: str) -> Input | None:
    value = form[name].value()
    if isinstance(form.fields[name], forms.MultipleChoiceField):
        # A browser sends nothing where nothing is ticked.
        return [str(each) for each in value or ()] or None
    if isinstance(form.fields[name], forms.BooleanField):
        return "on" if value else None
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


@dataclass(frozen=True)
class OwnersForm:
    """A form at `path`, with two inputs for each of `names`; `stored` reads a field of its row."""

    path: str
    names: tuple[str, ...]
    inputs: Mapping[str, tuple[Input, ...]]
    stored: Callable[[str], Any]


CONTROL = re.compile(r"<(?:input|textarea|select)\b[^>]*>", re.IGNORECASE)
FORM = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", re.IGNORECASE | re.DOTALL)
OPTION = re.compile(r"<option\b[^>]*\bselected\b[^>]*>", re.IGNORECASE)
WRITTEN = re.compile(r"<textarea\b[^>]*>\s*(\S[^<]*)</textarea>", re.IGNORECASE)


def forms_showing_something(body: str) -> list[str]:
    """Return the forms of a page whose fields hold something that the person did not type."""
    return [each for each in FORM.findall(body) if _shows_something(each)]


def _shows_something(form: str) -> bool:
    for control in CONTROL.findall(form):
        kind = re.search(r'\btype="(\w+)"', control)
        if kind is not None and kind[1] in ("hidden", "submit", "button", "file", "search"):
            continue
        if kind is not None and kind[1] in ("radio", "checkbox"):
            if re.search(r"\bchecked\b", control):
                return True
        elif re.search(r'\bvalue="[^"]+"', control):
            return True
    chosen = [each for each in OPTION.findall(form) if 'value=""' not in each]
    return bool(chosen or WRITTEN.search(form))
