from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.template import TemplateDoesNotExist
from django.utils import translation

from notifications.render import language_of, prepared, render, revived
from tests.notifications.conftest import NOTE


def test_text_is_plain_and_html_is_escaped() -> None:
    rendered = render("test.note", NOTE, language="id")

    assert rendered.subject == "Simpan: Batik <Tulis> & Anak"
    assert rendered.text == "Kepada Batik <Tulis> & Anak.\n\nBatas: 23/11/2026"
    assert rendered.email_text.startswith(rendered.text)
    assert "<p>Kepada Batik &lt;Tulis&gt; &amp; Anak.</p>" in rendered.email_html
    assert "<Tulis>" not in rendered.email_html


def test_subject_is_one_line_whatever_it_is_made_of() -> None:
    rendered = render("test.note", {"enterprise": "A\r\nBcc: x@y.id"}, language="id")

    assert rendered.subject == "Simpan: A Bcc: x@y.id"


def test_html_loads_nothing_from_anywhere() -> None:
    html = render("test.note", NOTE, language="id", url="https://portal.id/x/").email_html

    assert '<a href="https://portal.id/x/">' in html
    assert not any(tag in html for tag in ("<img", "<link", "<script", "src=", "url("))


def test_account_mail_offers_no_choice_of_channels() -> None:
    choice = "Pilih cara Anda diberi tahu"

    assert choice in render("test.note", NOTE, language="id").email_text
    assert choice not in render("account.mail", {}, language="id").email_text


def test_text_is_in_the_language_of_the_reader_not_of_the_writer() -> None:
    spoken: list[str | None] = []
    with translation.override("id"):
        render("test.note", {"enterprise": Spoken(spoken)}, language="en")

    assert set(spoken) == {"en"}


class Spoken:
    def __init__(self, spoken: list[str | None]) -> None:
        self.spoken = spoken

    def __str__(self) -> str:
        self.spoken.append(translation.get_language())
        return "x"


@pytest.mark.parametrize(
    ("wanted", "spoken"), [("en", "en"), ("id", "id"), ("jv", "id"), ("", "id")]
)
def test_language_the_portal_does_not_speak_becomes_indonesian(wanted: str, spoken: str) -> None:
    assert language_of(wanted) == spoken


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
def test_dates_come_back_from_json(name: str, value: Any, expected: Any) -> None:
    assert revived(name, value) == expected


@pytest.mark.parametrize(("language", "scheme"), [("id", "KUR Mikro"), ("en", "Micro KUR")])
def test_pair_of_languages_gives_the_readers_one(language: str, scheme: str) -> None:
    context = {"scheme_id": "KUR Mikro", "scheme_en": "Micro KUR", "user_id": 7}

    assert prepared(context, language) == {**context, "scheme": scheme}


def test_missing_english_falls_back_to_indonesian() -> None:
    assert prepared({"a_id": "teks", "a_en": ""}, "en") == {"a_id": "teks", "a_en": "", "a": "teks"}


def test_key_without_texts_is_an_error() -> None:
    with pytest.raises(TemplateDoesNotExist):
        render("test.unknown", {}, language="id")
