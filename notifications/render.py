"""Texts of a message, in the language of the person who reads it.

`templates/notifications/<key>/subject.txt` and `body.txt` are plain text, so nothing is escaped in
them; the HTML is made from the text. `label.txt` says what sort of message it is, for the officials
who read the delivery log.

A context is JSON, which has neither dates nor languages: values whose name ends in `_on` reach the
templates as dates, in `_at` as times, and of a pair `x_id`, `x_en` the one in the reader's language
is also available as `x`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.template import Context, engines
from django.template.backends.django import DjangoTemplates
from django.utils import translation


@dataclass(frozen=True)
class Rendered:
    """One message as a person reads it; `email_text` is `text` with link and signature."""

    subject: str
    text: str
    email_text: str
    email_html: str


def supported_language(language: str) -> str:
    """Return `language` if the portal has it, else its default one."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def render(key: str, context: dict[str, Any], *, language: str, url: str = "") -> Rendered:
    """Render the message `key`. Raises TemplateDoesNotExist for a key without texts."""
    language = supported_language(language)
    # The word for the application that a message is about; other messages have none.
    context = {"request_word": ""} | template_context(context, language)
    with translation.override(language):
        subject = " ".join(_plain(f"notifications/{key}/subject.txt", context).split())
        text = _plain(f"notifications/{key}/body.txt", context).strip()
        frame = {**context, "subject": subject, "text": text, "url": url, "key": key}
        return Rendered(
            subject=subject,
            text=text,
            email_text=_plain("notifications/email.txt", frame).strip() + "\n",
            email_html=_html("notifications/email.html", frame),
        )


def message_keys() -> frozenset[str]:
    """Return the key of every message that has texts, whichever app they belong to."""
    return _keys_in(tuple(Path(folder) for folder in _backend().template_dirs))


def message_label(key: str) -> str:
    """Return what sort of message `key` is, in the active language; '' for a key without texts."""
    return _plain(f"notifications/{key}/label.txt", {}).strip() if key in message_keys() else ""


def template_context(context: dict[str, Any], language: str) -> dict[str, Any]:
    """Return the stored context as templates see it. Raises ValueError for an invalid date."""
    translated = {
        name.removesuffix("_id"): context.get(f"{name.removesuffix('_id')}_{language}") or text
        for name, text in context.items()
        if name.endswith("_id") and f"{name.removesuffix('_id')}_en" in context
    }
    return {name: parsed_value(name, value) for name, value in (context | translated).items()}


def parsed_value(name: str, value: Any) -> Any:
    """Return the date or time that the value holds as text, or the value itself.

    Raises ValueError for an invalid date or time.
    """
    if not value or not isinstance(value, str):
        return value
    if name.endswith("_on"):
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if name.endswith("_at") else value


@cache
def _keys_in(folders: tuple[Path, ...]) -> frozenset[str]:
    found = (path for folder in folders for path in folder.glob("notifications/*/label.txt"))
    return frozenset(path.parent.name for path in found)


def _backend() -> DjangoTemplates:
    return cast(DjangoTemplates, engines["django"])


def _plain(name: str, context: dict[str, Any]) -> str:
    template = _backend().engine.get_template(name)
    return str(template.render(Context(context, autoescape=False)))


def _html(name: str, context: dict[str, Any]) -> str:
    template = _backend().engine.get_template(name)
    return str(template.render(Context(context)))
