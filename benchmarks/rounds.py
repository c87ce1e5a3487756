"""Interleaved rounds: both sides of a comparison alternate, so that a busy machine slows both.

A measurement is prepared once, then each round calls all of them one after the other. A ratio is
taken within a round; what is printed is the median over the rounds, and the smallest and largest.
Absolute times belong to one machine in one hour and are printed only so that ratios can be judged.
"""

import json
import math
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from operations.web_server.garbage_collection import freeze_gc

Figures = Mapping[str, float]


@dataclass(frozen=True)
class Line:
    """One required comparison: `figure` of the rounds must be `at_most` or `at_least` the bound."""

    name: str
    figure: str
    at_most: float | None = None
    at_least: float | None = None
    unit: str = "x"

    def required(self) -> str:
        """Return the bound as text, empty without one."""
        if self.at_most is not None:
            return f"<= {self.at_most:g}{self.unit}"
        return f">= {self.at_least:g}{self.unit}" if self.at_least is not None else ""

    def holds(self, value: float) -> bool | None:
        """Tell whether `value` is within the bound, None without one."""
        if self.at_most is not None:
            return value <= self.at_most
        return value >= self.at_least if self.at_least is not None else None


class Measurement(Protocol):
    """A subject of the benchmarks, such as the queue or the exports."""

    name: str
    lines: Sequence[Line]

    def prepare(self) -> None:
        """Do what is needed once, before the first round."""

    def round(self, number: int) -> Figures:
        """Measure both sides of every comparison; return ratios and absolute figures."""

    def notes(self) -> list[str]:
        """Return sentences for the reader: what was compared, and what the rest of the cost is.

        Called once, after the last round: ends the processes of the measurement.
        """


@dataclass
class Result:
    """The results of a run, by name of the measurement."""

    lines: dict[str, Sequence[Line]] = field(default_factory=dict)
    rounds: dict[str, list[Figures]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    def median(self, name: str, figure: str) -> float:
        """Return the median of `figure` over the rounds."""
        return statistics.median(self._values(name, figure))

    def spread(self, name: str, figure: str) -> tuple[float, float]:
        """Return the smallest and the largest value of `figure`."""
        values = self._values(name, figure)
        return min(values), max(values)

    def _values(self, name: str, figure: str) -> list[float]:
        return [each[figure] for each in self.rounds[name] if figure in each] or [math.nan]


def run_rounds(
    measurements: Iterable[Measurement], count: int, say: Callable[[str], None]
) -> Result:
    """Run `count` rounds of all measurements; one that fails is reported and left out."""
    result = Result()
    prepared = []
    for each in measurements:
        started = time.monotonic()
        if _succeeds(result, each.name, each.prepare):
            prepared.append(each)
        say(f"prepared {each.name} in {time.monotonic() - started:.1f} s")
    # As a web process does once it is warm; preparing is not what is measured.
    freeze_gc()
    for number in range(1, count + 1):
        for each in prepared:
            started = time.monotonic()
            if each.name not in result.failures:
                _succeeds(result, each.name, partial(_run_round, result, each, number))
            say(f"round {number}/{count} {each.name}: {time.monotonic() - started:.1f} s")
    for each in prepared:
        result.lines[each.name] = each.lines
        result.notes[each.name] = each.notes()
    return result


def _run_round(result: Result, each: Measurement, number: int) -> None:
    result.rounds.setdefault(each.name, []).append(each.round(number))


def _succeeds(result: Result, name: str, work: Callable[[], object]) -> bool:
    try:
        work()
    except Exception as error:  # noqa: BLE001 - one failure must not cost the others
        result.failures[name] = f"{type(error).__name__}: {error}"
        return False
    return True


def p95(seconds: Sequence[float]) -> float:
    """Return the 95th percentile by nearest rank."""
    ordered = sorted(seconds)
    return ordered[max(0, math.ceil(len(ordered) * 0.95) - 1)]


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that one call takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def alternately(count: int, works: Mapping[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Call each in turn, `count` times; return the seconds of every call."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(count):
        for name, work in works.items():
            seconds[name].append(timed(work))
    return seconds


def table(result: Result) -> str:
    """Return the lines as a Markdown table, then the noise, the figures and the notes."""
    rows = [("line", "required", "measured", "min - max", "")]
    for name, lines in result.lines.items():
        for line in lines:
            if name not in result.rounds:
                continue
            value = result.median(name, line.figure)
            low, high = result.spread(name, line.figure)
            verdict = {True: "pass", False: "MISS", None: ""}[line.holds(value)]
            rows.append(
                (
                    line.name,
                    line.required(),
                    f"{value:.3g}{line.unit}",
                    f"{low:.3g} - {high:.3g}",
                    verdict,
                )
            )
    rows += [(name, "", "failed", why[:120], "MISS") for name, why in result.failures.items()]
    return "\n".join(_aligned(rows))


def report(result: Result) -> str:
    """Return table, facts, notes and absolute figures, as Markdown."""
    parts = [table(result), ""]
    parts += [f"- {name}: {value}" for name, value in result.facts.items()]
    for name, notes in result.notes.items():
        parts += ["", f"**{name}**", *(f"- {note}" for note in notes)]
        figures = sorted({key for each in result.rounds.get(name, []) for key in each})
        medians = [f"{key} {result.median(name, key):.4g}" for key in figures]
        parts.append(f"- medians: {', '.join(medians)}")
    return "\n".join(parts) + "\n"


def write(result: Result, path: Path) -> None:
    """Write the result as JSON to a `*.json`, else as Markdown."""
    if path.suffix == ".json":
        content = {
            "rounds": result.rounds,
            "facts": result.facts,
            "notes": result.notes,
            "failures": result.failures,
            "lines": [
                {
                    "measurement": name,
                    "line": line.name,
                    "required": line.required(),
                    "median": result.median(name, line.figure),
                    "spread": result.spread(name, line.figure),
                    "holds": line.holds(result.median(name, line.figure)),
                }
                for name, lines in result.lines.items()
                for line in lines
                if name in result.rounds
            ],
        }
        path.write_text(json.dumps(content, indent=1, default=str), encoding="utf-8")
    else:
        path.write_text(report(result), encoding="utf-8")


def _aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for place, row in enumerate(rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"| {' | '.join(cells)} |"
        if place == 0:
            yield f"|{'|'.join('-' * (width + 2) for width in widths)}|"
