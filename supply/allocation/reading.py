"""Read the problem that a program sends, as plain data, and say everything that is wrong with it.

The shape is that of `POST /api/v1/supply/plans/`. What an order of this portal adds (line, kept,
lot_seed, measures) has the same names as in `Problem`, and goes to the planner's own process alone.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NoReturn

from supply.allocation.problem import Delivery, Hub, Kept, Line, Lock, Measure, Offer, Problem

MOST_OFFERS: Final = 10_000
# For an order of this portal, which is planned by a worker.
MOST_OWN_OFFERS: Final = 100_000
MOST_HUBS: Final = 500
MOST_GROUPS: Final = 50
MOST_WEEKS: Final = 104
MOST_PIECES: Final = 10_000_000
MOST_RUPIAH: Final = 1_000_000_000_000
MOST_UNIT_PRICE: Final = 1_000_000_000
LONGEST_ID: Final = 100
_MOST_FAULTS: Final = 50
# What only an order of this portal has: programs send none of it.
_OWN: Final = frozenset({"line", "kept", "lot_seed", "measures"})
_DECIMAL_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: a code, the field (`offers[3].min_lot`), the offer's id if known."""

    code: str
    field: str
    offer: str | None = None
    limit: int | str | None = None


class BadProblem(Exception):
    """The data describe no problem; `faults` has at most fifty of what is wrong."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("bad_problem")
        self.faults = faults


def read_problem(data: Mapping[str, Any]) -> Problem:
    """Return the problem of a program; raises BadProblem with every fault found, TooManyOffers."""
    return _Reader(MOST_OFFERS).problem(data)


def read_own(data: Mapping[str, Any]) -> Problem:
    """Return the problem that `as_data` wrote, with what an order adds; raises as above."""
    problem = _Reader(MOST_OWN_OFFERS).problem({k: v for k, v in data.items() if k not in _OWN})
    return replace(
        problem,
        line={name: Line(**row) for name, row in data["line"].items()},
        kept=tuple(
            Kept(row["id"], tuple(row["weekly"]), row["hub"], tuple(row["groups"]))
            for row in data["kept"]
        ),
        lot_seed=data["lot_seed"],
        measures=tuple(
            Measure(**{**row, "members": tuple(row["members"])}) for row in data["measures"]
        ),
    )


class TooManyOffers(Exception):
    """More offers than are planned at once; `most` says how many are."""

    def __init__(self, most: int) -> None:
        super().__init__("too_many_offers")
        self.most = most


class _Refused(Exception):
    """One field cannot be read; its fault is noted already."""


class _Reader:
    def __init__(self, most_offers: int) -> None:
        self.most_offers = most_offers
        self.faults: list[Fault] = []
        self.offer: str | None = None
        self.asked: set[str] = set()

    def problem(self, data: Mapping[str, Any]) -> Problem:
        known = {"quantity", "weeks", "buffer", "max_members", "min_grade", "max_share", "offers"}
        known |= {"hubs", "deliveries", "floors"}
        self._unknown(data, known, "")
        quantity = self._number(data, "quantity", 1, MOST_PIECES)
        weeks = self._number(data, "weeks", 1, MOST_WEEKS)
        rows = self._list(data, "offers", required=True)
        if len(rows) > self.most_offers:
            raise TooManyOffers(self.most_offers)
        hubs = tuple(self._rows(data, "hubs", self._hub, MOST_HUBS))
        names = {hub.id for hub in hubs}
        self._once([hub.id for hub in hubs], "hubs")
        offers = tuple(self._offers(rows, weeks or 1, names))
        self._once([row.id for row in offers], "offers")
        line = {name: Line(is_asked=True) for name in sorted(self.asked)}
        problem = Problem(
            quantity=quantity or 1,
            weeks=weeks or 1,
            offers=offers,
            hubs=hubs,
            buffer=self._part(data, "buffer", Decimal(1)) or Decimal(0),
            max_members=self._optional(data, "max_members", 1, MOST_OFFERS * 10),
            min_grade=self._optional(data, "min_grade", 0, 100),
            max_share=self._part(data, "max_share", Decimal(1), above_zero=True),
            deliveries=tuple(self._rows(data, "deliveries", self._delivery, MOST_WEEKS)),
            floors=dict(self._floors(data)),
            line=line,
        )
        if not self.faults:
            self._deliveries_rise(problem)
        if self.faults:
            raise BadProblem(tuple(self.faults[:_MOST_FAULTS]))
        return problem

    def _offers(self, rows: list[Any], weeks: int, hubs: set[str]) -> Iterator[Offer]:
        for index, row in enumerate(rows):
            if len(self.faults) >= _MOST_FAULTS:
                return
            try:
                yield self._offer(row, f"offers[{index}].", weeks, hubs)
            except _Refused:
                continue
            finally:
                self.offer = None

    def _offer(self, row: Any, path: str, weeks: int, hubs: set[str]) -> Offer:
        data = self._object(row, path)
        known = {"id", "weekly_capacity", "min_lot", "unit_price", "onboarding_cost", "grade"}
        self._unknown(data, known | {"hub", "groups", "lock", "asked"}, path)
        name = self._text(data, "id", path)
        self.offer = name
        if self._flag(data, "asked", path):
            self.asked.add(name)
        hub = self._text(data, "hub", path) if data.get("hub") not in (None, "") else ""
        if hub and hub not in hubs:
            self._fail("unknown_hub", f"{path}hub")
        return Offer(
            id=name,
            weekly_capacity=self._capacity(data, path, weeks),
            unit_price=self._whole(data, "unit_price", path, 0, MOST_UNIT_PRICE),
            min_lot=self._whole(data, "min_lot", path, 0, MOST_PIECES, default=0),
            onboarding_cost=self._whole(data, "onboarding_cost", path, 0, MOST_RUPIAH, default=0),
            grade=self._whole(data, "grade", path, 0, 100, default=0),
            hub=hub,
            groups=self._groups(data, path),
            lock=self._lock(data, path),
        )

    def _capacity(self, data: Mapping[str, Any], path: str, weeks: int) -> tuple[int, ...]:
        value = data.get("weekly_capacity")
        field = f"{path}weekly_capacity"
        if not isinstance(value, list):
            return (self._whole(data, "weekly_capacity", path, 0, MOST_PIECES),) * weeks
        if len(value) != weeks:
            self._fail("wrong_length", field, weeks)
        for each in value:
            self._check_whole(each, field, 0, MOST_PIECES)
        return tuple(value)

    def _groups(self, data: Mapping[str, Any], path: str) -> tuple[str, ...]:
        value = data.get("groups", [])
        if not isinstance(value, list) or len(value) > MOST_GROUPS:
            self._fail("not_a_list", f"{path}groups", MOST_GROUPS)
        return tuple(self._word(each, f"{path}groups") for each in value)

    def _lock(self, data: Mapping[str, Any], path: str) -> Lock | None:
        value = data.get("lock")
        if value is None:
            return None
        if value not in ("in", "out"):
            self._fail("unknown_lock", f"{path}lock")
        return Lock(value)

    def _flag(self, data: Mapping[str, Any], name: str, path: str) -> bool:
        value = data.get(name, False)
        if not isinstance(value, bool):
            self._fail("not_a_flag", f"{path}{name}")
        return value

    def _hub(self, row: Any, path: str) -> Hub:
        data = self._object(row, path)
        self._unknown(data, {"id", "opening_cost", "weekly_capacity"}, path)
        return Hub(
            id=self._text(data, "id", path),
            opening_cost=self._whole(data, "opening_cost", path, 0, MOST_RUPIAH, default=0),
            weekly_capacity=None
            if data.get("weekly_capacity") is None
            else self._whole(data, "weekly_capacity", path, 0, MOST_PIECES),
        )

    def _delivery(self, row: Any, path: str) -> Delivery:
        data = self._object(row, path)
        self._unknown(data, {"week", "quantity"}, path)
        return Delivery(
            week=self._whole(data, "week", path, 1, MOST_WEEKS),
            quantity=self._whole(data, "quantity", path, 1, MOST_PIECES),
        )

    def _floors(self, data: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
        def floor(row: Any, path: str) -> tuple[str, int]:
            values = self._object(row, path)
            self._unknown(values, {"group", "members"}, path)
            name = self._text(values, "group", path)
            return name, self._whole(values, "members", path, 0, MOST_OFFERS)

        rows = list(self._rows(data, "floors", floor, MOST_GROUPS))
        self._once([name for name, _ in rows], "floors")
        yield from rows

    def _deliveries_rise(self, problem: Problem) -> None:
        before_week, before_pieces = 0, 0
        for index, row in enumerate(problem.deliveries):
            path = f"deliveries[{index}]"
            if row.week <= before_week or row.quantity <= before_pieces:
                self.faults.append(Fault("deliveries_out_of_order", path))
            elif row.week > problem.weeks:
                self.faults.append(Fault("after_last_week", f"{path}.week", None, problem.weeks))
            elif row.quantity > problem.quantity:
                fault = Fault("more_than_ordered", f"{path}.quantity", None, problem.quantity)
                self.faults.append(fault)
            before_week, before_pieces = row.week, row.quantity

    def _rows(
        self, data: Mapping[str, Any], name: str, read: Callable[[Any, str], Any], most: int
    ) -> Iterator[Any]:
        rows = self._list(data, name)
        if len(rows) > most:
            self.faults.append(Fault("too_many", name, None, most))
            return
        for index, row in enumerate(rows):
            try:
                yield read(row, f"{name}[{index}].")
            except _Refused:
                continue

    def _list(self, data: Mapping[str, Any], name: str, *, required: bool = False) -> list[Any]:
        value = data.get(name)
        if value is None and not required:
            return []
        if not isinstance(value, list):
            self.faults.append(Fault("required" if value is None else "not_a_list", name))
            return []
        return value

    def _object(self, row: Any, path: str) -> Mapping[str, Any]:
        if not isinstance(row, dict):
            self._fail("not_an_object", path.rstrip("."))
        return dict(row)

    def _unknown(self, data: Mapping[str, Any], known: set[str], path: str) -> None:
        for name in sorted(data.keys() - known)[:_MOST_FAULTS]:
            self.faults.append(Fault("unknown_field", f"{path}{name[:LONGEST_ID]}", self.offer))

    def _number(self, data: Mapping[str, Any], name: str, least: int, most: int) -> int | None:
        try:
            return self._whole(data, name, "", least, most)
        except _Refused:
            return None

    def _optional(self, data: Mapping[str, Any], name: str, least: int, most: int) -> int | None:
        return None if data.get(name) is None else self._number(data, name, least, most)

    def _whole(
        self,
        data: Mapping[str, Any],
        name: str,
        path: str,
        least: int,
        most: int,
        default: int | None = None,
    ) -> int:
        value = data.get(name)
        if value is None:
            if default is not None and name not in data:
                return default
            self._fail("required", f"{path}{name}")
        self._check_whole(value, f"{path}{name}", least, most)
        return int(value)

    def _check_whole(self, value: Any, field: str, least: int, most: int) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            self._fail("not_whole", field)
        if value < least:
            self._fail("too_small", field, least)
        if value > most:
            self._fail("too_large", field, most)

    def _part(
        self, data: Mapping[str, Any], name: str, most: Decimal, *, above_zero: bool = False
    ) -> Decimal | None:
        value = data.get(name)
        if value is None:
            return None
        try:
            number = Decimal(value) if isinstance(value, str) else Decimal("NaN")
        except InvalidOperation:
            number = Decimal("NaN")
        is_number = number.is_finite() and len(number.as_tuple().digits) <= _DECIMAL_DIGITS
        if not is_number or abs(int(number.as_tuple().exponent)) > _DECIMAL_DIGITS:
            self.faults.append(Fault("not_a_decimal", name))
            return None
        if number < 0 or number > most or (above_zero and number == 0):
            self.faults.append(Fault("out_of_range", name, None, f"{most}"))
            return None
        return number

    def _text(self, data: Mapping[str, Any], name: str, path: str = "") -> str:
        if data.get(name) is None:
            self._fail("required", f"{path}{name}")
        return self._word(data[name], f"{path}{name}")

    def _word(self, value: Any, field: str) -> str:
        if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_ID:
            self._fail("not_a_word", field, LONGEST_ID)
        return str(value)

    def _once(self, names: list[str], field: str) -> None:
        seen: set[str] = set()
        for name in names:
            if name in seen:
                self.faults.append(Fault("twice", field, name))
            seen.add(name)

    def _fail(self, code: str, field: str, limit: int | None = None) -> NoReturn:
        self.faults.append(Fault(code, field, self.offer, limit))
        raise _Refused


def as_data(problem: Problem) -> dict[str, Any]:
    """Return a problem as the plain data that `read_own` reads."""
    return {
        "quantity": problem.quantity,
        "weeks": problem.weeks,
        "buffer": f"{problem.buffer:f}",
        "max_members": problem.max_members,
        "min_grade": problem.min_grade,
        "max_share": None if problem.max_share is None else f"{problem.max_share:f}",
        "offers": [_offer_data(row) for row in problem.offers],
        "hubs": [asdict(row) for row in problem.hubs],
        "deliveries": [asdict(row) for row in problem.deliveries],
        "floors": [
            {"group": name, "members": least} for name, least in sorted(problem.floors.items())
        ],
        "line": {name: asdict(row) for name, row in problem.line.items()},
        "kept": [
            {"id": row.id, "weekly": [*row.weekly], "hub": row.hub, "groups": [*row.groups]}
            for row in problem.kept
        ],
        "lot_seed": problem.lot_seed,
        "measures": [{**asdict(row), "members": [*row.members]} for row in problem.measures],
    }


def _offer_data(offer: Offer) -> dict[str, Any]:
    return {
        "id": offer.id,
        "weekly_capacity": [*offer.weekly_capacity],
        "unit_price": offer.unit_price,
        "min_lot": offer.min_lot,
        "onboarding_cost": offer.onboarding_cost,
        "grade": offer.grade,
        "hub": offer.hub,
        "groups": [*offer.groups],
        "lock": offer.lock,
    }
