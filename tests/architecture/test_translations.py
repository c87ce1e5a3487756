"""Every text has a complete English translation that fits its placeholders."""

import re
from collections import Counter

import pytest
from babel.messages.catalog import Catalog, Message
from django.utils import translation

from operations.translations import (
    ExtractedText,
    as_text,
    catalogue_path,
    compile_catalogues,
    missing_translations,
    read_catalogue,
    texts_of_code,
    updated_catalogue,
)
from tests.architecture.source import ROOT, none_of

PLACEHOLDER = re.compile(r"%\((\w+)\)[sdrf]|%%|%[sd]|(?<!\{)\{(\w*)\}(?!\})")


@pytest.fixture(scope="module")
def texts() -> list[ExtractedText]:
    return [*texts_of_code()]


@pytest.fixture(scope="module")
def english() -> Catalog:
    return read_catalogue(catalogue_path("en"))


def first(found: ExtractedText) -> str:
    return found.id if isinstance(found.id, str) else found.id[0]


def strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else [*(message.string or ())]


def ids(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else [*message.id]


def placeholders(text: str) -> Counter[str]:
    return Counter(match.group(0) for match in PLACEHOLDER.finditer(text))


def test_every_text_is_in_the_catalogue(texts: list[ExtractedText], english: Catalog) -> None:
    absent = {
        f"{found.path}: {first(found)}"
        for found in texts
        if (known := english.get(first(found), found.context)) is None
        or (isinstance(found.id, tuple) and known.id != found.id)
    }
    none_of(absent, "run: python manage.py extract_translations")


def test_every_text_is_translated(english: Catalog) -> None:
    none_of(missing_translations(english))


def test_no_translation_is_unused(texts: list[ExtractedText], english: Catalog) -> None:
    used = {(first(found), found.context) for found in texts}
    known = {(ids(message)[0], message.context) for message in english if message.id}
    none_of(known - used)


@pytest.mark.parametrize("language", ["en", "id"])
def test_nothing_is_fuzzy_or_obsolete(language: str) -> None:
    catalogue = read_catalogue(catalogue_path(language))
    none_of([m.id for m in catalogue if m.id and m.fuzzy])
    none_of([*catalogue.obsolete])


@pytest.mark.parametrize("language", ["en", "id"])
def test_placeholders_are_the_same(language: str) -> None:
    wrong = []
    for message in read_catalogue(catalogue_path(language)):
        wanted = {frozenset(placeholders(text).items()) for text in ids(message)}
        for text in strings(message):
            # The English singular may say "one" where the original counts.
            counts = placeholders(text)
            if message.id and text and frozenset(counts.items()) not in wanted:
                wrong.append((message.id, text))
    none_of(wrong)


def test_texts_begin_and_end_alike(english: Catalog) -> None:
    """A leading or trailing line break is part of the text; gettext refuses a difference."""
    wrong = [
        text
        for message in english
        if message.id
        for text in strings(message)
        if text
        and (
            text.startswith("\n") != ids(message)[0].startswith("\n")
            or text.endswith("\n") != ids(message)[0].endswith("\n")
        )
    ]
    none_of(wrong)


def test_no_indonesian_text_is_translated_by_a_library(texts: list[ExtractedText]) -> None:
    """A text that is also a library's English one would be replaced on Indonesian pages."""
    with translation.override("id"):
        changed = {
            (first(f), translation.gettext(first(f)))
            for f in texts
            if f.context is None and translation.gettext(first(f)) != first(f)
        }
    none_of(changed)


def test_extraction_changes_nothing_that_is_up_to_date() -> None:
    now = catalogue_path("en").read_text(encoding="utf-8")
    assert as_text(updated_catalogue("en")) == now, "run: python manage.py extract_translations"


def test_compiling_again_has_nothing_to_do() -> None:
    compile_catalogues()
    none_of(compile_catalogues())


def test_english_translations_are_compiled() -> None:
    compile_catalogues()
    with translation.override("en"):
        assert translation.gettext("Kirim pengajuan") != "Kirim pengajuan"


def test_compiled_catalogues_are_ignored_by_git() -> None:
    assert "*.mo" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
