"""Check the rows of a register one by one: their content, and the numbers they hold."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from common.dates import clock
from common.errors import InvalidInput
from common.files.text_lines import Position
from common.identity.numbers import IdentityError, check_nib, check_nik, without_marks
from common.text.typed import visible
from enterprises.enums import LegalForm
from enterprises.models import Enterprise
from enterprises.services.choice_synonyms import choice_of
from enterprises.services.cleaning import OPTIONAL, EnterpriseData, Lookups, clean, unquote
from reference.models import Regency
from reference.selectors.regions import find_regencies
from registers.enums import WHOLE_PROVINCE
from registers.services.reading import RegisterRow

NIK_LENGTH = 16


@dataclass(frozen=True)
class Fault:
    """One reason why a row is bad; never holds a NIK."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True)
class ValidRow:
    """A row without a fault of its own; `absent` are fields that the file has no column for."""

    line: int
    data: EnterpriseData
    nik_index: bytes
    absent: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CheckedRow:
    """A row checked without looking at any other; `numbers` are its NIB and NIK keys by column.

    A row of totals is neither valid nor bad. `ends_in_zero` says whether its NIK does, as Excel
    turns the sixteenth digit of every number into 0.
    """

    line: int
    end: Position
    valid: ValidRow | None
    faults: tuple[Fault, ...] = ()
    numbers: tuple[tuple[str, bytes], ...] = ()
    is_total: bool = False
    ends_in_zero: bool = False


class RowChecker:
    """Cleans rows and refuses those outside the regions of the person; stores no row."""

    def __init__(self, regions: Sequence[str]) -> None:
        self._regions = frozenset(regions)
        self._today = clock.today()
        # A row is never refused for its KBLI, so the lists need not be queried. The cache is
        # bounded, because a hostile file may name any number of regencies.
        find: Callable[[str], tuple[Regency, ...]] = lru_cache(maxsize=1024)(find_regencies)
        self._lookups = Lookups(regencies=find, kbli=lambda code, version: code)

    def check(self, row: RegisterRow) -> CheckedRow:
        if row.values is None:
            return CheckedRow(row.line, row.end, None, (Fault(row.line, "", row.fault),))
        if row.is_total:
            return CheckedRow(row.line, row.end, None, is_total=True)
        data: EnterpriseData | None = None
        faults: tuple[Fault, ...] = ()
        try:
            data = clean(row.values, today=self._today, lookups=self._lookups)
            faults = tuple(self._outside(row.line, data.regency))
        except InvalidInput as error:
            faults = tuple(Fault(row.line, e.field or "", str(e.message)) for e in error.errors)
        nik_index = _nik_index(row.values)
        valid = None
        if data is not None and nik_index is not None and not faults:
            valid = ValidRow(row.line, data, nik_index, _absent(row.values))
        return CheckedRow(
            row.line,
            row.end,
            valid,
            faults,
            tuple(_numbers(row.values, nik_index)),
            ends_in_zero=_ends_in_zero(row.values.get("nik", "")),
        )

    def _outside(self, line: int, regency: Regency) -> Iterator[Fault]:
        if WHOLE_PROVINCE in self._regions or regency.code in self._regions:
            return
        text = _("Usaha ini di %(regency)s, di luar wilayah kantor Anda. Serahkan kepada dinasnya.")
        yield Fault(line, "regency", text % {"regency": regency})


def _absent(values: Mapping[str, str]) -> frozenset[str]:
    """Return the fields without a column; whether it is a candidate follows from its numbers."""
    return OPTIONAL - values.keys() - {"candidate"}


def _numbers(values: dict[str, str], nik_index: bytes | None) -> Iterator[tuple[str, bytes]]:
    nib = _checked(check_nib, values.get("nib", ""))
    if nib is not None:
        yield "nib", nib.encode()
    if nik_index is not None and _is_sole(values):
        yield "nik", nik_index


def _nik_index(values: dict[str, str]) -> bytes | None:
    nik = _checked(check_nik, values.get("nik", ""))
    return None if nik is None else Enterprise.nik.index_of(nik)


def _checked(check: Callable[[str], str], text: str) -> str | None:
    try:
        return check(unquote(visible(text)))
    except IdentityError:
        return None


def _is_sole(values: dict[str, str]) -> bool:
    """Tell whether a sole proprietor holds it; an unreadable legal form counts as one."""
    return choice_of(unquote(visible(values["legal_form"])), LegalForm) in (None, LegalForm.SOLE)


def _ends_in_zero(nik: str) -> bool:
    digits = without_marks(unquote(visible(nik)))
    return len(digits) == NIK_LENGTH and digits.isdigit() and digits.endswith("0")
