"""What an enterprise says it keeps free in its weeks for pooled orders."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.edits.changes import remember_changes
from common.edits.merging import ChangedMeanwhile, merge
from common.edits.shown import FormSnapshot
from common.errors import Conflict, InvalidInput
from enterprises.enums import CapacitySource, HelperAct, StatedBy
from enterprises.models import CapacityWeek, Enterprise
from enterprises.permissions import require_edit
from enterprises.policies.capacity import WHOLE_WEEK, monday_of
from enterprises.selectors.shortfalls import Shortfall
from enterprises.services.capacity_locking import lock_weeks
from enterprises.services.capacity_warnings import tell_listeners
from enterprises.services.owner_notices import tell_owner
from enterprises.services.statements import stated_by

# Half a year: no workshop knows its own customers further ahead.
MOST_WEEKS: Final = 26


def capacity_row(enterprise: Enterprise) -> str:
    """Return the name of the row that pages of the capacity show."""
    return f"capacity:{enterprise.pk}"


def week_field(week: date) -> str:
    """Return the name of a week's field on a form."""
    return f"w{week.isoformat()}"


@transaction.atomic
def state_capacity(
    actor: User,
    enterprise: Enterprise,
    free: Mapping[date, int],
    *,
    proposed: Collection[date] = (),
    shown: FormSnapshot | None = None,
) -> list[Shortfall]:
    """State the part of each week, by its Monday, that is for pooled orders, in thousandths.

    What is promised already is part of it. Falling below that warns: the shortfalls are returned,
    and `settings.CAPACITY_LISTENERS` are called for new ones in the transaction. `proposed` are
    weeks whose proposal was taken unchanged. With `shown` a week that only others changed since
    keeps their value. Raises NotPermitted, InvalidInput, ChangedMeanwhile; then nothing is written.
    """
    require_edit(actor, enterprise)
    _check(free)
    rows = _locked(enterprise, free)
    before = {week: row.free_thousandths for week, row in rows.items()}
    named = {week_field(week): week for week in free}
    submitted = {name: free[week] for name, week in named.items()}
    if shown is not None:
        current = {name: before[week] for name, week in named.items()}
        merged = merge(shown, current=current, submitted=submitted)
        if merged.conflicts:
            raise ChangedMeanwhile(merged)
        submitted = dict(merged.written)
    own = _source(actor, enterprise)
    for name, part in submitted.items():
        source = CapacitySource.PROPOSAL if named[name] in proposed else own
        _write(actor, rows[named[name]], part, source)
    _remember(actor, enterprise, before, {named[name]: each for name, each in submitted.items()})
    tell_owner(actor, enterprise, HelperAct.CAPACITY_STATED)
    return _warn(enterprise, rows.values(), before)


@transaction.atomic
def record_sale_elsewhere(
    actor: User, enterprise: Enterprise, week: date, part: int, *, shown: FormSnapshot | None = None
) -> list[Shortfall]:
    """Subtract a part of a week, in thousandths, from what is free, never below 0.

    Warns like `state_capacity`. Raises NotPermitted, InvalidInput, Conflict `week_not_stated` for a
    week without a statement, ChangedMeanwhile where it changed since it was shown: the same sale
    sent twice counts once.
    """
    require_edit(actor, enterprise)
    _check({week: part})
    row = _locked(enterprise, [week])[week]
    if row.free_thousandths is None:
        raise Conflict(
            "week_not_stated",
            _("Kapasitas pekan ini belum diisi, jadi belum ada yang dikurangi. Isi dahulu."),
            field="week",
        )
    before = {week: row.free_thousandths}
    left = max(row.free_thousandths - part, 0)
    name = week_field(week)
    if shown is not None and not shown.has(name, row.free_thousandths):
        current = {name: row.free_thousandths}
        raise ChangedMeanwhile(merge(shown, current=current, submitted={name: left}))
    _write(actor, row, left, CapacitySource.SALE)
    _remember(actor, enterprise, before, {week: left})
    tell_owner(actor, enterprise, HelperAct.CAPACITY_STATED)
    return _warn(enterprise, [row], before)


def _check(free: Mapping[date, int]) -> None:
    first = monday_of(clock.today())
    if not 0 < len(free) <= MOST_WEEKS:
        raise InvalidInput(
            "bad_weeks", _("Isi 1 sampai %(most)s pekan."), params={"most": MOST_WEEKS}
        )
    for week, part in free.items():
        if week != monday_of(week):
            raise InvalidInput("not_a_monday", _("Pekan dimulai pada hari Senin."), field="week")
        if not first <= week < first + timedelta(weeks=MOST_WEEKS):
            raise InvalidInput(
                "bad_week",
                _("Pilih pekan dari pekan ini sampai setengah tahun lagi."),
                field=week_field(week),
            )
        if isinstance(part, bool) or not 0 <= part <= WHOLE_WEEK:
            raise InvalidInput(
                "bad_part",
                _("Paling banyak satu pekan penuh, paling sedikit nol."),
                field=week_field(week),
            )


def _locked(enterprise: Enterprise, weeks: Collection[date]) -> dict[date, CapacityWeek]:
    places = [(enterprise.pk, week) for week in weeks]
    return {week: row for (_pk, week), row in lock_weeks(places).items()}


def _source(actor: User, enterprise: Enterprise) -> CapacitySource:
    is_helper = stated_by(actor, enterprise) == StatedBy.HELPER
    return CapacitySource.HELPER if is_helper else CapacitySource.OWNER


def _write(actor: User, row: CapacityWeek, part: int, source: CapacitySource) -> None:
    """Write the statement, also of an unchanged figure: its age starts again."""
    row.free_thousandths, row.source = part, source
    row.stated_at, row.stated_by = clock.now(), actor
    row.save(update_fields=["free_thousandths", "source", "stated_at", "stated_by"])


def _remember(
    actor: User,
    enterprise: Enterprise,
    before: Mapping[date, int | None],
    after: Mapping[date, int],
) -> None:
    remember_changes(
        capacity_row(enterprise),
        before={week_field(week): part for week, part in before.items()},
        after={week_field(week): part for week, part in after.items()},
        by=actor.pk,
    )


def _warn(
    enterprise: Enterprise,
    rows: Collection[CapacityWeek],
    before: Mapping[date, int | None],
) -> list[Shortfall]:
    """Return the weeks that keep less than was promised; call the listeners for those that fell."""
    short = [
        Shortfall(row.week, row.free_thousandths, row.promised_thousandths)
        for row in sorted(rows, key=lambda each: each.week)
        if row.free_thousandths is not None and row.free_thousandths < row.promised_thousandths
    ]
    fallen = [each for each in short if each.free < _or_whole(before[each.week])]
    told = tell_listeners(enterprise, fallen)
    return [replace(each, is_told=each.week in told) for each in short]


def _or_whole(part: int | None) -> int:
    return WHOLE_WEEK + 1 if part is None else part
