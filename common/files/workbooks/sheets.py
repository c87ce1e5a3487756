"""The sheets of a workbook, and their rows as texts."""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from common.files.cell_faults import ERROR, FORMULA, LOST_TEXT, marked
from common.files.workbooks.number_formats import meaning_of, number_text
from common.files.workbooks.parts import BrokenWorkbook, Parts, Start

_WORKBOOK: Final = "xl/workbook.xml"
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BREAKS: Final = re.compile("[\r\n\x0b\x0c\x85\u2028\u2029]+")
_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_LETTERS: Final = 26
# How the types of relations end that lead to a sheet without cells, or with macros in them.
_NO_WORKSHEETS: Final = ("chartsheet", "dialogsheet", "macrosheet")
# Digits of a number that no list of shared texts has.
_LONGEST_INDEX: Final = 10


@dataclass(frozen=True)
class Sheet:
    """A sheet, its part of the archive, and whether Excel shows it."""

    name: str
    part: str
    is_visible: bool


@dataclass(frozen=True)
class SheetRow:
    """A row that Excel numbers `number`; `cells` by column, the first is 0."""

    number: int
    cells: dict[int, str]


class Workbook:
    """What the cells of all sheets need: shared texts, formats, the first day."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._is_1904 = False
        self._computes_on_load = False
        main = parts.find(_WORKBOOK) or next(iter(parts.ending_in("workbook.xml")), "")
        if not main:
            raise BrokenWorkbook("broken")
        self.sheets = self._read_sheets(main)
        folder = posixpath.dirname(main.replace("\\", "/"))
        self._meanings = self._read_formats(parts.find(f"{folder}/styles.xml"))
        self._texts = self._read_texts(parts.find(f"{folder}/sharedStrings.xml"))

    def rows(self, sheet: Sheet) -> Iterator[SheetRow]:
        """Yield the rows with content, in order, whatever size the sheet claims.

        Raises BrokenWorkbook.
        """
        reader = _RowReader(self)
        for _pause in self._parts.parse(sheet.part, reader.start, reader.end, reader.text):
            yield from reader.done
            reader.done.clear()

    def shared_text(self, index: str) -> str | None:
        """Return a text that cells share; None where the workbook has none of that number."""
        position = int(index) if index.isdecimal() and len(index) < _LONGEST_INDEX else -1
        return self._texts[position] if 0 <= position < len(self._texts) else None

    def number(self, value: str, style: str, cell: str) -> str:
        """Return a number by the format of its style."""
        meaning = self._meanings[int(style)] if style in self._styles else ""
        return number_text(value, meaning, cell=cell, is_1904=self._is_1904)

    def was_computed(self, value: str) -> bool:
        """Tell whether the value of a formula was ever computed: programs write none, or 0."""
        return bool(value.strip()) and not (self._computes_on_load and value.strip() == "0")

    def _read_sheets(self, main: str) -> list[Sheet]:
        found: list[tuple[str, str, bool]] = []

        def start(tag: str, names: Mapping[str, str]) -> None:
            match tag:
                case "sheet":
                    link = next((names[name] for name in names if name.endswith(":id")), "")
                    is_visible = names.get("state", "visible") == "visible"
                    found.append((names.get("name", ""), link, is_visible))
                case "workbookPr":
                    self._is_1904 = names.get("date1904", "0") in ("1", "true")
                case "calcPr":
                    self._computes_on_load = names.get("fullCalcOnLoad", "0") in ("1", "true")

        self._run(main, start)
        targets = self._targets(main)
        # A chart leads to no other sheet; a sheet whose relation leads nowhere takes the next
        # worksheet that no sheet leads to.
        others = iter(self._worksheets_but({targets.get(link, "") for _n, link, _v in found}))
        parts = [targets[link] if link in targets else next(others, "") for _n, link, _v in found]
        return [
            Sheet(name, part, is_visible)
            for part, (name, _link, is_visible) in zip(parts, found, strict=True)
            if part
        ]

    def _worksheets_but(self, taken: Collection[str]) -> list[str]:
        """Return the other worksheets of the archive, sheet2 before sheet10."""
        names = [name for name in self._parts.ending_in(".xml") if _is_among_worksheets(name)]
        return sorted((name for name in names if name not in taken), key=lambda n: (len(n), n))

    def _targets(self, main: str) -> dict[str, str]:
        """Return the worksheet that each relation of the workbook leads to, '' for a chart.

        Relations to anything else, and to a part that is not there, are left out.
        """
        folder, name = posixpath.split(main.replace("\\", "/"))
        relations = self._parts.find(f"{folder}/_rels/{name}.rels")
        targets: dict[str, str] = {}

        def start(tag: str, names: Mapping[str, str]) -> None:
            if tag != "Relationship":
                return
            kind, link = names.get("Type", "").casefold(), names.get("Id", "")
            part = self._part_at(names.get("Target", ""), folder)
            if kind.endswith(_NO_WORKSHEETS):
                targets[link] = ""
            elif part and (kind.endswith("worksheet") or _is_among_worksheets(part)):
                targets[link] = part

        if relations:
            self._run(relations, start)
        return targets

    def _part_at(self, target: str, folder: str) -> str:
        """Return the part that a target means; some programs count from the root, or encode it."""
        typed = target.replace("\\", "/")
        paths = [(base, path) for path in (typed, unquote(typed)) for base in (folder, "")]
        found = (self._parts.find(posixpath.normpath(posixpath.join("/", *pair))) for pair in paths)
        return next(filter(None, found), "")

    def _read_formats(self, part: str) -> list[str]:
        """Return how each style shows a number; unreadable styles are ignored."""
        codes: dict[str, str] = {}
        styles: list[str] = []
        inside: list[str] = []

        def start(tag: str, names: Mapping[str, str]) -> None:
            inside.append(tag)
            if tag == "numFmt":
                codes[names.get("numFmtId", "")] = names.get("formatCode", "")
            elif tag == "xf" and "cellXfs" in inside:
                styles.append(names.get("numFmtId", "0"))

        def end(_tag: str) -> None:
            inside.pop()

        try:
            for _pause in self._parts.parse(part, start, end) if part else ():
                pass
        except BrokenWorkbook as error:
            if error.code == "too_large":
                raise
        self._styles = frozenset(map(str, range(len(styles))))
        return [meaning_of(int(each) if each.isdigit() else 0, codes.get(each)) for each in styles]

    def _read_texts(self, part: str) -> list[str]:
        """Return the shared texts, without the readings that East Asian names have beside them."""
        texts: list[str] = []
        pieces: list[str] = []
        inside: list[str] = []

        def start(tag: str, _names: Mapping[str, str]) -> None:
            inside.append(tag)

        def end(tag: str) -> None:
            inside.pop()
            if tag == "si":
                texts.append(readable("".join(pieces)))
                pieces.clear()

        def text(piece: str) -> None:
            if inside[-1] == "t" and "rPh" not in inside:
                pieces.append(piece)

        for _pause in self._parts.parse(part, start, end, text) if part else ():
            pass
        return texts

    def _run(self, part: str, start: Start) -> None:
        for _pause in self._parts.parse(part, start, lambda _tag: None):
            pass


class _RowReader:
    """Collects the cells of a sheet while its XML is read; finished rows are in `done`."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self.done: list[SheetRow] = []
        self._row, self._column = 0, -1
        self._cells: dict[int, str] = {}
        self._names: Mapping[str, str] = {}
        self._pieces: list[str] | None = None
        self._value = ""
        self._is_formula = False
        self._is_reading = False

    def start(self, tag: str, names: Mapping[str, str]) -> None:
        match tag:
            case "row":
                given = names.get("r", "")
                number = int(given) if given.isdigit() else 0
                self._row = max(number, self._row + 1)
                self._column, self._cells = -1, {}
            case "c":
                self._names, self._value, self._is_formula = names, "", False
            case "f":
                self._is_formula = True
            case "v" | "t":
                self._pieces = [] if not self._is_reading else None
            case "rPh":
                self._is_reading = True

    def text(self, piece: str) -> None:
        if self._pieces is not None:
            self._pieces.append(piece)

    def end(self, tag: str) -> None:
        match tag:
            case "v" | "t":
                self._value += "".join(self._pieces or ())
                self._pieces = None
            case "rPh":
                self._is_reading = False
            case "c":
                self._end_cell()
            case "row":
                if self._cells:
                    self.done.append(SheetRow(self._row, self._cells))

    def _end_cell(self) -> None:
        address = _CELL.fullmatch(self._names.get("r", ""))
        self._column = _column_of(address[1]) if address else self._column + 1
        cell = address[0] if address else f"{_letters_of(self._column)}{self._row}"
        text = self._cell_text(cell)
        # A cell of blanks far away makes no table wide or long.
        if text.strip():
            self._cells[self._column] = text

    def _cell_text(self, cell: str) -> str:
        value, workbook = self._value, self._workbook
        kind = self._names.get("t", "n")
        if kind == "s":
            return self._shared_text(value.strip(), cell)
        if kind in ("inlineStr", "str"):
            return readable(value)
        if kind == "e":
            return marked(ERROR, cell, value.strip())
        if self._is_formula and not workbook.was_computed(value):
            return marked(FORMULA, cell, "")
        if kind == "b":
            return "ya" if value.strip() in ("1", "true") else "tidak"
        if kind == "d" or not value.strip():
            return value.strip().replace("T", " ")
        return workbook.number(value.strip(), self._names.get("s", "0"), cell)

    def _shared_text(self, index: str, cell: str) -> str:
        """Return the text of a number; '' without a number, marked where no text has it."""
        text = self._workbook.shared_text(index) if index else ""
        return marked(LOST_TEXT, cell, "") if text is None else text


def readable(text: str) -> str:
    """Return the text of a cell in one line, with escaped characters decoded."""
    plain = text
    if "_x" in text:
        units = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
        plain = units.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _BREAKS.sub(" ", plain) if not plain.isprintable() else plain


def _is_among_worksheets(part: str) -> bool:
    return "worksheets/" in part.replace("\\", "/").casefold()


def _column_of(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return column - 1


def _letters_of(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
