from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.template import TemplateDoesNotExist
from django.utils import translation

from notifications.render import parsed_value, render, supported_language, template_context
from tests.notifications.conftest import NOTE


def test_text_is_plain_and_html_is_escaped() -> None:
    rendered = render("test.note", NOTE, language="id")

    assert rendered.subject == "Simpan: Batik <Tulis> & Anak"
    assert rendered.text == "Kepada Batik <Tulis> & Anak.\n\nBatas: 23/11/2026"
    assert rendered.email_text.startswith(rendered.text)
    assert "<p>Kepada Batik &lt;Tulis&gt; &amp; Anak.</p>" in rendered.email_html
    assert "<Tulis>" not in rendered.email_html


def test_subject_is_always_one_line() -> None:
    rendered = render("test.note", {"enterprise": "A\r\nBcc: x@y.id"}, language="id")

    assert rendered.subject == "Simpan: A Bcc: x@y.id"


def test_html_loads_no_external_resources() -> None:
    html = render("test.note", NOTE, language="id", url="https://portal.id/x/").email_html

    assert '<a href="https://portal.id/x/">' in html
    assert not any(tag in html for tag in ("<img", "<link", "<script", "src=", "url("))


def test_account_mail_offers_no_choice_of_channels() -> None:
    choice = "Pilih cara Anda diberi tahu"

    assert choice in render("test.note", NOTE, language="id").email_text
    assert choice not in render("account.mail", {}, language="id").email_text


def test_text_is_in_the_language_of_the_reader_not_of_the_writer() -> None:
    languages: list[str | None] = []
    with translation.override("id"):
        render("test.note", {"enterprise": LanguageProbe(languages)}, language="en")

    assert set(languages) == {"en"}


class LanguageProbe:
    """A value that records the active language whenever it is rendered."""

    def __init__(self, languages: list[str | None]) -> None:
        self.languages = languages

    def __str__(self) -> str:
        self.languages.append(translation.get_language())
        return "x"


@pytest.mark.parametrize(
    ("language", "supported"), [("en", "en"), ("id", "id"), ("jv", "id"), ("", "id")]
)
def test_unsupported_language_becomes_indonesian(language: str, supported: str) -> None:
    assert supported_language(language) == supported


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("due_on", "2026-11-23", date(2026, 11, 23)),
        ("sent_at", "2026-11-23T07:00:00+00:00", datetime(2026, 11, 23, 7, tzinfo=UTC)),
        ("due_on", "", ""),
        ("number", "2026-11-23", "2026-11-23"),
        ("waiting_on", 3, 3),
    ],
)
def test_dates_are_parsed_from_json(name: str, value: Any, expected: Any) -> None:
    assert parsed_value(name, value) == expected


@pytest.mark.parametrize(("language", "scheme"), [("id", "KUR Mikro"), ("en", "Micro KUR")])
def test_translated_pair_gives_the_readers_language(language: str, scheme: str) -> None:
    context = {"scheme_id": "KUR Mikro", "scheme_en": "Micro KUR", "user_id": 7}

    assert template_context(context, language) == {**context, "scheme": scheme}


def test_missing_english_falls_back_to_indonesian() -> None:
    assert template_context({"a_id": "teks", "a_en": ""}, "en") == {
        "a_id": "teks",
        "a_en": "",
        "a": "teks",
    }


def test_key_without_templates_is_an_error() -> None:
    with pytest.raises(TemplateDoesNotExist):
        render("test.unknown", {}, language="id")
