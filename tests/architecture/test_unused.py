"""Nothing in the portal's code stays that only tests refer to."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from tests.architecture.source import ROOT, called, files, name_of, none_of, python_files, tree

# Django, gunicorn, the registries of kinds and the schema generator find these by their name or
# their base.
HOOKS = re.compile(
    r"__all__|app_name|urlpatterns|handler[45]\d\d|KIND|OUTCOME|[A-Z]\w+Config|\w+Scheme"
)
HOOK_FILES = {"operations/web_server/gunicorn_conf.py"}
REGISTERED = re.compile(r"admin\.register|\w+\.connect")
ALLOWED = {
    "letters/signers/bsre.py BsreSimulator": "named by a setting where the seal is tried",
    "accounts/services/session_store.py SessionStore": "Django takes the name from SESSION_ENGINE",
}
# A string that names a thing of a module: a task, a validator, a setting's class.
PATH = re.compile(r"[A-Za-z_]\w*(?:[.:][A-Za-z_]\w*)+")
TAG = re.compile(r"\{[%{].*?[%}]\}", re.DOTALL)
Trees = Mapping[str, ast.Module]


def words_of(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """Yield the words within what the pattern finds."""
    return (word for found in pattern.findall(text) for word in re.findall(r"\w+", found))


@cache
def everything(within: ast.AST) -> tuple[ast.AST, ...]:
    """Return all nodes there; walked once, since that takes most of the time."""
    return tuple(ast.walk(within))


def root_of(node: ast.expr) -> str:
    """Return `module` for `module.part.name`."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def modules_of(module: ast.Module) -> frozenset[str]:
    """Return the names that may stand for a module there."""
    found = set()
    for node in everything(module):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        elif isinstance(node, ast.Assign) and (
            isinstance(node.value, ast.Call) and called(node.value) == "import_module"
        ):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return frozenset(found)


def references(within: ast.AST, modules: frozenset[str], *, reexports: bool) -> Counter[str]:
    """Count the names that are read there; an import alone reads nothing, and neither `self.x`."""
    found: Counter[str] = Counter()
    for node in everything(within):
        if isinstance(node, ast.Name):
            found[node.id] += isinstance(node.ctx, ast.Load)
        elif isinstance(node, ast.Attribute):
            found[node.attr] += root_of(node) in modules
        elif isinstance(node, ast.alias):
            found[node.name] += bool(node.asname) and not reexports
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            path = PATH.fullmatch(node.value)
            found.update(path.group().replace(":", ".").split(".") if path else ())
    return +found


def definitions(module: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """Yield the functions, classes and constants of a module."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if not any(REGISTERED.match(ast.unparse(each)) for each in node.decorator_list):
                yield node.name, node
        elif isinstance(node, ast.Assign):
            yield from ((each.id, node) for each in node.targets if isinstance(each, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, node


def unused(trees: Trees, judged: frozenset[str], outside: Counter[str]) -> Iterator[str]:
    """Yield `file name` of what nothing but itself refers to; a private name within its file."""
    modules = {name: modules_of(module) for name, module in trees.items()}
    per_file = {
        name: references(module, modules[name], reexports=name.endswith("__init__.py"))
        for name, module in trees.items()
    }
    everywhere = Counter(outside)
    for found in per_file.values():
        everywhere.update(found)
    for file in judged:
        for name, node in definitions(trees[file]):
            own = per_file[file][name]
            if HOOKS.fullmatch(name) or (everywhere[name] > own and not name.startswith("_")):
                continue
            if own <= references(node, modules[file], reexports=False)[name]:
                yield f"{file} {name}"


def in_texts() -> Counter[str]:
    """Count the names in tags of templates and the paths in data."""
    found: Counter[str] = Counter()
    for path in files():
        if path.suffix in {".html", ".txt", ".toml"} and not is_test(path):
            pattern = PATH if path.suffix == ".toml" else TAG
            found.update(words_of(pattern, path.read_text(encoding="utf-8")))
    return found


def is_test(path: Path) -> bool:
    return path.relative_to(ROOT).parts[0] == "tests"


def test_nothing_is_referred_to_by_tests_alone() -> None:
    ours = frozenset(
        name_of(path)
        for path in python_files()
        if "settings" not in path.parts and name_of(path) not in HOOK_FILES
    )
    every = [
        path
        for path in files()
        if path.suffix == ".py" and "migrations" not in path.parts and not is_test(path)
    ]
    found = set(unused({name_of(path): tree(path) for path in every}, ours, in_texts()))
    assert found >= set(ALLOWED), "no longer unused: take it off the list"
    none_of(found - set(ALLOWED), "Delete it with the tests that only test it, or use it.")


def test_a_name_that_only_itself_or_an_import_refers_to_is_unused() -> None:
    trees = {
        "shop/prices.py": ast.parse(
            "LEAST = 1\nMOST = 2\n_KEPT = 3\n_LEFT = 4\n"
            "def price(): return LEAST + _KEPT\n"
            "def again(): return again()\n"
            "def rounded(): pass\n"
            "def by_path(): pass\n"
            "def in_template(): pass\n"
        ),
        "shop/pages.py": ast.parse(
            "from shop import prices\nfrom shop.prices import MOST\n"
            "prices.price()\nself.rounded\n_LEFT\nTASK = 'shop.prices.by_path'\n"
        ),
    }
    found = set(unused(trees, frozenset(trees), Counter({"in_template": 1})))
    assert found == {
        "shop/prices.py MOST",
        "shop/prices.py _LEFT",
        "shop/prices.py again",
        "shop/prices.py rounded",
        "shop/pages.py TASK",
    }
