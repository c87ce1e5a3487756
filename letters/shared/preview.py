"""The part of a letter's form that explains its placeholders and shows it with invented values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import override

from letters.messages import Placeholder, placeholders_of, with_examples, with_long_names
from letters.selectors.long_names import longest_names
from programs.models import Edition, Question
from programs.policies.placeholders import fields_of

_PARTS = ("title", "body")


@dataclass(frozen=True)
class Preview:
    """A letter in one language as an applicant would get it; `is_long` with the longest names."""

    language: str
    name: str
    is_long: bool
    title: str
    body: str


class PlaceholdersPart:
    """Every placeholder in words with an example, and the letter as it is typed, filled in."""

    template: ClassVar[str] = "admin/backoffice/edition_letter_preview.html"

    def __init__(
        self, form: forms.BaseForm, edition: Edition, questions: Sequence[Question]
    ) -> None:
        self._form, self._edition, self._questions = form, edition, questions

    @property
    def placeholders(self) -> list[Placeholder]:
        """All placeholders, in the reader's language."""
        return placeholders_of(self._edition, self._questions)

    @property
    def previews(self) -> list[Preview]:
        """The letter in each language, with invented and with the longest real names.

        A language that is still empty is left out.
        """
        found, names = [], longest_names()
        for language, name in settings.LANGUAGES:
            title, body = (self._typed(f"{part}_{language}") for part in _PARTS)
            if not (title or body).strip():
                continue
            with override(language):
                known = placeholders_of(self._edition, self._questions)
            for is_long, examples in ((False, known), (True, with_long_names(known, names))):
                filled = (with_examples(text, examples) for text in (title, body))
                found.append(Preview(language, str(name), is_long, *filled))
        return found

    @property
    def unknown(self) -> list[str]:
        """The placeholders in the letter that stay empty."""
        names = [f"{part}_{code}" for code, _name in settings.LANGUAGES for part in _PARTS]
        written = fields_of("".join(map(self._typed, names)))
        unknown = written - {each.name for each in self.placeholders}
        return [f"{{{name}}}" for name in sorted(unknown)]

    def is_valid(self) -> bool:
        return True

    def errors_by_id(self) -> Iterator[tuple[str, str]]:
        yield from ()

    def clear_errors(self) -> None:
        """Show no errors: there are none."""

    def apply(self, row: Any) -> None:
        """Set nothing: it is not part of the letter."""

    def _typed(self, name: str) -> str:
        return str(self._form[name].value() or "")
