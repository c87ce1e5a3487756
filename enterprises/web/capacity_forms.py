"""The one-minute question about next weeks, and a sale elsewhere, in pieces or in percent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.text.formats import date_short, number
from common.web.fields import PickField, WholeField
from common.web.guarded_forms import GuardedForm
from enterprises.models import Product
from enterprises.policies.capacity import WHOLE_WEEK, part_free, part_taken, pieces_in
from enterprises.selectors.capacity import PlannedWeek
from enterprises.services.capacity_statements import week_field

_MOST_TYPED: Final = 10_000_000


@dataclass(frozen=True)
class Unit:
    """What a week is counted in: `a_week` pieces of a product, or percent of the week."""

    key: str
    a_week: int
    name: str
    suffix: str

    @property
    def whole(self) -> str:
        """How much a whole week is, in words."""
        return f"{number(self.a_week)} {self.suffix}" if self.key != PERCENT else "100 %"

    def shown(self, part: int) -> str:
        """Return thousandths of a week in this unit, in words."""
        count = number(pieces_in(part, self.a_week))
        return f"{count} %" if self.key == PERCENT else f"{count} {self.suffix}"


PERCENT: Final = "persen"


def units_of(products: Iterable[Product]) -> list[Unit]:
    """Return the units that an enterprise may answer in; percent is always the last one."""
    return [
        *(Unit(str(each.uid), each.trusted_capacity, each.name, _("buah")) for each in products),
        Unit(PERCENT, 100, _("Persen dari satu pekan"), "%"),
    ]


class PartField(WholeField):
    """A part of a week typed in a unit; its value is thousandths of the week.

    The stored value comes back unchanged when the typed one was not changed: pieces are coarser.
    """

    def __init__(self, unit: Unit, *, stands: int | None = None, **options: Any) -> None:
        super().__init__(**options)
        self._unit = unit
        self._stands = stands
        self.suffix = unit.suffix

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            return str(pieces_in(value, self._unit.a_week))
        return value

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value)
        if typed is None:
            return None
        if not 0 <= typed <= _MOST_TYPED:
            raise ValidationError(_("Isi angka 0 atau lebih."), code="out_of_range")
        if self._stands is not None and typed == pieces_in(self._stands, self._unit.a_week):
            return self._stands
        return part_free(typed, self._unit.a_week)


class WeeksForm(GuardedForm):
    """What each of the next weeks keeps for pooled orders; a week may stay unanswered."""

    all_optional = True

    def __init__(
        self,
        weeks: Sequence[PlannedWeek],
        unit: Unit,
        data: Any = None,
        *,
        initial: Mapping[date, int | None] | None = None,
    ) -> None:
        filled = {week_field(week): part for week, part in (initial or {}).items()}
        super().__init__(data, initial=filled)
        self._weeks = weeks
        for each in weeks:
            self.fields[week_field(each.week)] = PartField(
                unit, stands=each.free, label=_("Pekan %(day)s") % {"day": date_short(each.week)},
                required=False,
            )  # fmt: skip

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        for each in self._weeks:
            name = week_field(each.week)
            if name in cleaned and cleaned[name] is None and each.free is not None:
                self.add_error(name, _("Tulis 0 bila tidak ada yang dapat dikerjakan."))
        if not self.errors and not self.free:
            self.add_error(None, _("Isi paling sedikit satu pekan."))
        return cleaned

    @property
    def free(self) -> dict[date, int]:
        """By week the part that was typed; weeks without an answer are left out."""
        named = {each.week: self.cleaned_data.get(week_field(each.week)) for each in self._weeks}
        return {week: part for week, part in named.items() if part is not None}

    @property
    def proposed(self) -> list[date]:
        """The weeks whose answer is the proposal and was not stored before."""
        free = self.free
        return [
            each.week
            for each in self._weeks
            if each.proposal is not None
            and free.get(each.week) == each.proposal.thousandths != each.free
        ]

    @property
    def rows(self) -> list[tuple[PlannedWeek, forms.BoundField]]:
        """The weeks with their fields."""
        return [(each, self[week_field(each.week)]) for each in self._weeks]


class SaleForm(GuardedForm):
    """A sale to another buyer: in which week, and how much of it."""

    def __init__(self, weeks: Sequence[PlannedWeek], unit: Unit, data: Any = None) -> None:
        super().__init__(data)
        self._unit = unit
        self.fields["week"] = PickField(
            label=_("Dikerjakan pada pekan"),
            options=[
                (
                    each.week.isoformat(),
                    _("%(day)s, tersisa %(left)s")
                    % {"day": date_short(each.week), "left": unit.shown(each.left)},
                )
                for each in weeks
            ],
        )
        self.fields["pieces"] = WholeField(
            label=_("Berapa banyak?"), error_messages={"required": _("Isi angkanya.")}
        )
        self.fields["pieces"].suffix = unit.suffix  # type: ignore[attr-defined]

    def clean_pieces(self) -> int:
        """Return the part of the week, in thousandths, rounded up; more than a week is a week."""
        typed: int = self.cleaned_data["pieces"]
        if not 1 <= typed <= _MOST_TYPED:
            raise ValidationError(_("Jumlahnya paling sedikit satu."), code="out_of_range")
        return WHOLE_WEEK if typed > self._unit.a_week else part_taken(typed, self._unit.a_week)

    @property
    def week(self) -> date:
        """The Monday that was picked in a valid form."""
        return date.fromisoformat(self.cleaned_data["week"])
