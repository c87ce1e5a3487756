"""The applications of the demo as `data/demo_files.toml` describes them. Pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

FILES: Final = Path(__file__).resolve().parent / "data" / "demo_files.toml"


@dataclass(frozen=True)
class Step:
    """One act in the history of a file, `ago` working days before today."""

    ago: int
    do: str
    by: str = ""
    reason: str = ""
    opinion: str = ""
    text: str = ""
    fields: Mapping[str, str] | None = None
    answers: Mapping[str, Any] | None = None
    documents: tuple[str, ...] | None = None


@dataclass(frozen=True)
class DemoFile:
    """One application: whose, for which scheme, its answers, and what happened to it."""

    enterprise: str
    scheme: str
    answers: Mapping[str, Any]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class DoubtfulClaim:
    """A claim that an official decides; refused by `refused_by`, or still open."""

    enterprise: str
    claimant: str
    ago: int
    refused_by: str = ""
    reason: str = ""


@dataclass(frozen=True)
class DemoFiles:
    """Everything in the file; `owners` has the owner's name by the enterprise's."""

    owners: Mapping[str, str]
    claims: tuple[DoubtfulClaim, ...]
    files: tuple[DemoFile, ...]


def read_demo_files() -> DemoFiles:
    """Read and complete the file: each application with its scheme's answers and reasons."""
    content = tomllib.loads(FILES.read_text(encoding="utf-8"))
    return DemoFiles(
        owners=content["owners"],
        claims=tuple(DoubtfulClaim(**row) for row in content["claim"]),
        files=tuple(_file(row, content) for row in content["file"]),
    )


def _file(row: Mapping[str, Any], content: Mapping[str, Any]) -> DemoFile:
    usual = content["answers"].get(row["scheme"], {})
    return DemoFile(
        enterprise=row["enterprise"],
        scheme=row["scheme"],
        answers={**usual, **row.get("answers", {})},
        steps=tuple(_step(step, content["reasons"]) for step in row["steps"]),
    )


def _step(row: Mapping[str, Any], reasons: Mapping[str, str]) -> Step:
    documents = tuple(row["documents"]) if "documents" in row else None
    reason = row.get("reason", reasons.get(row["do"], ""))
    return Step(**{**row, "documents": documents, "reason": reason})
