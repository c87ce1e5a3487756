"""Which test tries which rule, read from the tests themselves."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from programs.policies.eligibility import RuleCheck

_TESTS = Path(__file__).resolve().parents[2] / "tests" / "programs" / "policies"


def texts_tried(folder: Path = _TESTS) -> Mapping[str, list[str]]:
    """For every text in a test, or in a table or helper it uses: `file::test`, the narrowest first.

    What a module takes from another module is not followed.
    """
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for path in sorted(folder.glob("test_*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        parts = dict(_named_parts(module))
        for name in parts:
            if name.startswith("test_"):
                texts = set(_texts(parts[name], parts, {name}))
                for text in texts:
                    found[text][f"{path.name}::{name}"] = len(texts)
    return {text: sorted(by, key=lambda test: (by[test], test)) for text, by in found.items()}


def tried_by(key: str, checks: Sequence[RuleCheck], tests: Mapping[str, list[str]]) -> list[str]:
    """The tests that name what breaking the rule is called, then those that name its key."""
    codes = [code for check in checks if check.key == key for code in _codes(check)]
    named = [test for text in (*codes, key) for test in tests.get(text, [])]
    return list(dict.fromkeys(named))


def _codes(check: RuleCheck) -> Iterator[str]:
    """The words a check holds, but for the facts it reads and its own key."""
    run = check.check
    cells = [cell.cell_contents for cell in getattr(run, "__closure__", None) or ()]
    for text in (*run.__code__.co_consts[1:], *cells):
        if isinstance(text, str) and text.isidentifier() and text not in (check.key, *check.facts):
            yield text


def _named_parts(module: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Functions and tables of a module by their names."""
    for part in module.body:
        if isinstance(part, ast.FunctionDef):
            yield part.name, part
        elif isinstance(part, ast.Assign | ast.AnnAssign):
            targets = part.targets if isinstance(part, ast.Assign) else [part.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    yield target.id, part


def _texts(part: ast.AST, parts: Mapping[str, ast.AST], seen: set[str]) -> Iterator[str]:
    for node in ast.walk(part):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.Name) and node.id in parts and node.id not in seen:
            seen.add(node.id)
            yield from _texts(parts[node.id], parts, seen)
