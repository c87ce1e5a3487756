"""Every code that reaches a person has a text: violations, refusals, bad answers, messages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from applications.messages.refusals import PERMISSION
from applications.selectors.document_access import CLOSED, REASON_REQUIRED
from programs.messages.refusals import answer_message
from programs.messages.violations import known_codes
from tests.architecture.source import (
    called,
    calls,
    constants,
    keyword,
    name_of,
    nodes,
    none_of,
    pattern_of,
    python_files,
    template_folders,
    text,
)

MESSAGES = [
    path
    for folder in template_folders()
    for path in (folder / "notifications").glob("*")
    if path.is_dir()
]
# The functions that make a message: directly, or as a notice that a service enqueues.
MAKERS = {"enqueue", "Notice", "BuyerNotice", "notices_for_members"}
KEY = re.compile(r"^[a-z_]+\.[a-z_]+$")


def folder(name: str) -> list[Path]:
    """Return the Python files of a layer, a module or a package."""
    return [p for p in python_files() if name_of(p).startswith((f"{name}/", f"{name}.py"))]


def argument(call: ast.Call, position: int, name: str) -> str | None:
    given = keyword(call, name)
    return text(given if given is not None or len(call.args) <= position else call.args[position])


def emitted(layer: str, maker: str, position: int) -> Iterator[str]:
    """Return the codes that a layer passes to `maker`."""
    for path in folder(layer):
        for call in calls(path):
            if called(call) == maker and (code := argument(call, position, "code")):
                yield code


def test_every_violation_has_a_text_and_no_text_is_unused() -> None:
    makers = {"violation": 1, "Violation": 0, "must": 2, "must_not": 2, "at_most": 2}
    codes = {
        code
        for app in ("programs", *settings.PROGRAM_KINDS)
        for maker, position in makers.items()
        for code in emitted(f"{app}/policies", maker, position)
    }
    assert codes == known_codes()


def test_every_refusal_has_a_text_and_no_text_is_unused() -> None:
    codes = {*emitted("applications/permissions", "Permission", 1), CLOSED, REASON_REQUIRED}
    assert codes == {*PERMISSION}


def test_every_bad_answer_has_a_text() -> None:
    codes = {
        *emitted("programs/policies", "BadAnswerError", 0),
        *emitted("programs/services", "BadAnswerError", 0),
        *emitted("applications/services", "BadAnswerError", 0),
        *emitted("applications/services", "answer_message", 0),
    }
    for code in codes:
        assert answer_message(code, {"limit": 1, "options": "a"})


def keys_enqueued() -> tuple[set[str], list[re.Pattern[str]]]:
    """Return the literal keys of messages, and patterns of the keys built by f-strings."""
    plain: set[str] = set()
    patterns: list[re.Pattern[str]] = []
    for path in python_files():
        for call in calls(path):
            key = keyword(call, "key") if called(call) in MAKERS else None
            if isinstance(key, ast.JoinedStr):
                patterns.append(re.compile(pattern_of(key)))
            elif (value := text(key)) is not None:
                plain.add(value)
    return plain, patterns


def keys_named() -> set[str]:
    """Return keys in files that enqueue, or in the enums that define them."""
    found: set[str] = set()
    for path in python_files():
        sends = any(called(call) in MAKERS for call in calls(path))
        names_keys = any(
            isinstance(node, ast.ClassDef) and node.name == "MessageKey" for node in nodes(path)
        )
        if sends or names_keys:
            found |= {value for _line, value in constants(path) if KEY.match(value)}
    return found


def test_every_message_has_its_templates_and_no_template_is_unused() -> None:
    written = {path.name for path in MESSAGES}
    plain, patterns = keys_enqueued()
    none_of(plain - written, "no texts in templates/notifications")
    made_up = {key for key in written if any(p.fullmatch(key) for p in patterns)}
    none_of(written - keys_named() - made_up, "nobody sends this")


def test_every_message_has_subject_body_and_label() -> None:
    wanted = {"subject.txt", "body.txt", "label.txt"}
    lacking = {path.name: wanted - {part.name for part in path.iterdir()} for path in MESSAGES}
    assert {key: parts for key, parts in lacking.items() if parts} == {}
