"""Message catalogues without GNU gettext: extract, merge and compile with Babel.

Texts in the code are Indonesian; `locale/en` translates them. `locale/id` is written by hand and
only fills what the libraries leave untranslated. Compiled files are not in the repository.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE_ENDINGS = frozenset({".html", ".txt"})
# Function name → which argument is what, in Babel's notation; "c" marks the context.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """\
# {title}
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
LINE_WIDTH = 100


@dataclass(frozen=True)
class ExtractedText:
    """One text of the code, and a file that has it; `id` is a pair where it has a plural."""

    id: str | tuple[str, str]
    context: str | None
    path: str


def catalogue_path(language: str) -> Path:
    """Return the path of the catalogue of `language`."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def read_catalogue(path: Path) -> Catalog:
    """Return the catalogue, empty when absent. Raises babel's PoFileError when unreadable."""
    language = path.parents[1].name
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as source:
        return read_po(source, locale=language, abort_invalid=True)


def compile_catalogues() -> list[Path]:
    """Compile every catalogue that is newer than its compiled file; return the files written.

    Needs neither database nor msgfmt. Another process may do the same at the same time.
    """
    written = []
    for folder in settings.LOCALE_PATHS:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
                continue
            compiled = BytesIO()
            write_mo(compiled, read_catalogue(source))
            temporary = target.with_name(f".{target.name}.{os.getpid()}")
            temporary.write_bytes(compiled.getvalue())
            temporary.replace(target)
            written.append(target)
    return written


def texts_of_code() -> Iterator[ExtractedText]:
    """Yield every text marked for translation in Python files and templates, with repeats."""
    for folder in _folders():
        for path in sorted(folder.rglob("*")):
            if "migrations" in path.parts or not path.is_file():
                continue
            if path.suffix == ".py":
                yield from _extracted(path, path.read_bytes())
            elif path.suffix in TEMPLATE_ENDINGS and "templates" in path.parts:
                yield from _extracted(path, _as_python(path))


def _folders() -> list[Path]:
    """Return the folders of this project's apps, lowest first, and of the templates."""
    paths = [Path(app.path) for app in apps.get_app_configs()]
    return [*(path for path in paths if path.parent == ROOT), ROOT / "templates"]


def _as_python(path: Path) -> bytes:
    """Turn a template into calls of gettext, without indentation, which is not Python's."""
    text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return "\n".join(line.strip() for line in text.splitlines()).encode()


def _extracted(path: Path, source: bytes) -> Iterator[ExtractedText]:
    name = path.relative_to(ROOT).as_posix()
    options = {"encoding": "utf-8"}
    for _line, message, _comments, context in extract(
        "python", BytesIO(source), keywords=KEYWORDS, options=options
    ):
        identity: str | tuple[str, str]
        identity = message if isinstance(message, str) else (message[0], message[1])
        yield ExtractedText(identity, context, name)


def updated_catalogue(language: str) -> Catalog:
    """Return the catalogue matching the code: new texts are empty, unused ones are left out."""
    known = read_catalogue(catalogue_path(language))
    updated = Catalog(locale=language, fuzzy=False)
    for text in texts_of_code():
        message = _known_translation(known, text)
        updated.add(text.id, message.string if message else None, context=text.context)
    return updated


def as_text(catalogue: Catalog) -> str:
    """Write it sorted, without places or dates, so that a change of code changes few lines."""
    body = BytesIO()
    write_po(
        body, catalogue, width=LINE_WIDTH, no_location=True, omit_header=True, sort_output=True
    )
    header = HEADER.format(
        title="English texts of the portal; the keys are the Indonesian originals.",
        language=catalogue.locale_identifier,
        plurals=catalogue.plural_forms,
    )
    return header + body.getvalue().decode()


def _known_translation(known: Catalog, text: ExtractedText) -> Message | None:
    key = text.id if isinstance(text.id, str) else text.id[0]
    message = known.get(key, text.context)
    return message if message is not None and message.id == text.id else None


def missing_translations(catalogue: Catalog) -> list[str]:
    """Return the texts without a complete translation."""
    return [str(m.id) for m in catalogue if m.id and not _is_complete(m)]


def _is_complete(message: Message) -> bool:
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    return bool(strings) and all(strings)
