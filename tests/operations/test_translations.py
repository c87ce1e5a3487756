"""Catalogues are compiled only when they changed, and merged without losing a translation."""

import gettext
import os
from pathlib import Path
from typing import Any

import pytest

from operations import translations as catalogues
from operations.translations import ExtractedText

PO = """\
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Kirim"
msgstr "Send"

msgid "Lama"
msgstr "Old"

msgid "%(n)s hari"
msgid_plural "%(n)s hari"
msgstr[0] "%(n)s day"
msgstr[1] "%(n)s days"
"""


@pytest.fixture
def source(settings: Any, tmp_path: Path) -> Path:
    settings.LOCALE_PATHS = [tmp_path]
    path = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO, encoding="utf-8")
    return path


def test_a_changed_catalogue_is_compiled_once(source: Path) -> None:
    target = source.with_suffix(".mo")
    assert catalogues.compile_catalogues() == [target]
    assert catalogues.compile_catalogues() == []
    later = target.stat().st_mtime + 10
    os.utime(source, (later, later))
    assert catalogues.compile_catalogues() == [target]


def test_the_compiled_catalogue_can_be_read(source: Path) -> None:
    catalogues.compile_catalogues()
    with source.with_suffix(".mo").open("rb") as compiled:
        translations = gettext.GNUTranslations(compiled)
    assert translations.gettext("Kirim") == "Send"
    assert translations.ngettext("%(n)s hari", "%(n)s hari", 2) == "%(n)s days"
    assert [p.name for p in sorted(source.parent.iterdir())] == ["django.mo", "django.po"]


def test_merging_preserves_translations_and_drops_unused_ones(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [
        ExtractedText("Kirim", None, "a.py"),
        ExtractedText(("%(n)s hari", "%(n)s hari"), None, "a.py"),
        ExtractedText("Baru", None, "b.html"),
    ]
    monkeypatch.setattr(catalogues, "texts_of_code", lambda: iter(texts))
    merged = catalogues.updated_catalogue("en")
    known = {str(m.id): m.string for m in merged if m.id}
    assert known == {
        "Kirim": "Send",
        "('%(n)s hari', '%(n)s hari')": ("%(n)s day", "%(n)s days"),
        "Baru": None,
    }
    assert catalogues.missing_translations(merged) == ["Baru"]


def test_the_written_catalogue_has_neither_dates_nor_places(source: Path) -> None:
    text = catalogues.as_text(catalogues.read_catalogue(source))
    assert "Date" not in text
    assert "#:" not in text
    assert text.index('msgid "Kirim"') < text.index('msgid "Lama"')
    source.write_text(text, encoding="utf-8")
    assert catalogues.as_text(catalogues.read_catalogue(source)) == text


def test_texts_of_templates_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '{% load i18n %}\n    {% translate "Satu" %}\n  {% blocktranslate trimmed %}\n'
        "      Dua\n      baris\n   {% endblocktranslate %}\n"
        '{% include "x.html" with label=_("Tiga") %}',
        encoding="utf-8",
    )
    extracted = catalogues._extracted(catalogues.ROOT / "x", catalogues._as_python(page))
    assert [text.id for text in extracted] == ["Satu", "Dua baris", "Tiga"]
