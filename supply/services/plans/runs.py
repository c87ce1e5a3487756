"""Plans of an order: asked by its exporter, worked out by a worker."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput
from common.jobs.leases import ClaimLost, claim_waiting, lock_claimed_row, release_row
from common.jobs.workers import wake_worker_on_commit
from notifications.services.outbox import enqueue_all
from supply.allocation.plan import Plan
from supply.allocation.process import PlannerBusy, PlannerEnded, plan_in_subprocess
from supply.allocation.reading import MOST_OFFERS, BadProblem, TooManyOffers, as_data, read_own
from supply.enums import LetterState, OfferState, OrderAct, PlanFailure, PlanState
from supply.messages.order_notices import plan_notice
from supply.messages.plans.remedies import why_out
from supply.models import Commitment, Order, PlanRun
from supply.selectors.orders.access import lock_exporter, locked_order, order_for, require_act
from supply.selectors.plans.member_groups import group_choices
from supply.selectors.plans.offers import posed_offers
from supply.selectors.plans.problem import PosedProblem, build_problem, order_mondays
from supply.services.orders.buyers import lock_buyer

_LOG = logging.getLogger(__name__)
PLAN_TASK: Final = "supply.tasks.make_plans"
MOST_PLANS: Final = 200
MOST_FLOORS: Final = 3
# One plan of an exporter at a time; a worker has this long for it.
_LEASE: Final = timedelta(minutes=5)
_SECONDS: Final = 120
_BUSY_PAUSE: Final = timedelta(seconds=5)


@dataclass(frozen=True)
class Choices:
    """What the exporter sets for one plan; None does not bind. Members are keys of invitations.

    `floors` are the fewest members of a group, by its code of `selectors.member_groups`.
    """

    max_members: int | None = None
    max_share_percent: int | None = None
    min_grade: int | None = None
    floors: Mapping[str, int] = field(default_factory=dict)
    locked_in: Collection[int] = ()
    locked_out: Collection[int] = ()


@transaction.atomic
def ask_plan(actor: User, uid: UUID, choices: Choices, *, is_repair: bool = False) -> PlanRun:
    """Ask for a plan, or for one around what was accepted; a worker makes it.

    Letters whose time has passed count as unanswered; a repair waits for all others. Locks the
    exporter, so that the second of two requests finds the plan of the first, then the order and its
    request.

    Raises NotFound, Conflict `not_now`, `buyer_ended`, `plan_waits`, `letters_wait`, `no_offers` or
    `too_many_plans`, InvalidInput for choices that contradict each other, `impossible_lock` for a
    member whose offer is in no plan, `accepted_already` for one that cannot be left out any more.
    """
    lock_exporter(order_for(actor, uid).exporter_id)
    order = locked_order(actor, uid)
    order.state = require_act(order, OrderAct.REPAIR if is_repair else OrderAct.PLAN)
    lock_buyer(order)
    plain = _checked(order, choices)
    _check_locks(order, plain, is_repair=is_repair)
    _require_room(order)
    if is_repair:
        _end_unanswered(order)
    elif not order.invitations.filter(state=OfferState.OFFERED).exists():
        raise Conflict("no_offers", _("Belum ada anggota yang menawarkan."))
    order.save(update_fields=["state"])
    plan = PlanRun.objects.create(
        order=order,
        number=order.plans.count() + 1,
        is_repair=is_repair,
        choices=plain,
        asked_by=actor,
        asked_at=clock.now(),
    )
    wake_worker_on_commit(PLAN_TASK)
    return plan


def work_next() -> bool:
    """Make the plan that has waited longest; tell whether there was one. May be repeated.

    Nothing is locked while the engine works, in a process of its own; a worker that dies loses its
    claim in five minutes. A problem that the engine refuses fails at once, and not again, and so
    does one whose process ended.
    """
    waiting = PlanRun.objects.filter(state=PlanState.WAITING)
    with transaction.atomic():
        plan = claim_waiting(waiting.select_related("order__exporter"), _LEASE)
        if plan is None:
            return False
        if plan.claim is None:
            _end(plan, PlanFailure.TRIES)
            return True
    posed = build_problem(plan)
    if not _is_readable(posed):
        _write(plan, posed, PlanFailure.REFUSED)
        return True
    try:
        found = plan_in_subprocess(
            posed.problem,
            folder=Path(settings.FILE_UPLOAD_TEMP_DIR),
            seconds=_SECONDS,
            is_repair=plan.is_repair,
        )
    except PlannerBusy:
        release_row(waiting, plan.pk, plan.claim, after=_BUSY_PAUSE, is_attempt=False)
        return False
    except PlannerEnded:
        _write(plan, posed, PlanFailure.TOO_LARGE)
        return True
    _write(plan, posed, found)
    return True


def _is_readable(posed: PosedProblem) -> bool:
    """Tell whether the planner, which reads the problem again, accepts it."""
    try:
        read_own(as_data(posed.problem))
    except (BadProblem, TooManyOffers) as refused:
        # Codes only: the fields of a fault may name a member.
        _LOG.warning("a plan's problem is refused (%s)", type(refused).__name__)
        return False
    return True


def _write(plan: PlanRun, posed: PosedProblem, found: Plan | PlanFailure) -> None:
    """Write what came out, or why nothing did, unless another worker has the plan by now."""
    waiting = PlanRun.objects.filter(state=PlanState.WAITING)
    try:
        with transaction.atomic():
            locked = lock_claimed_row(waiting, plan.pk, plan.claim)
            locked.order = plan.order
            locked.problem = posed.as_plain()
            if isinstance(found, PlanFailure):
                _end(locked, found)
            else:
                locked.result = _plain(found, posed)
                _end(locked)
    except ClaimLost:
        _LOG.info("another worker has the plan")


def _end(plan: PlanRun, failure: PlanFailure | None = None) -> None:
    plan.state = PlanState.DONE if failure is None else PlanState.FAILED
    plan.failure, plan.done_at = failure or "", clock.now()
    plan.clear_claim()
    plan.save()
    enqueue_all([plan_notice(plan)])


def _plain(plan: Plan, posed: PosedProblem) -> dict[str, Any]:
    known = {row["id"] for row in posed.left_out}
    return {
        "status": str(plan.status),
        "allocations": [{"id": row.id, "weekly": list(row.weekly)} for row in plan.allocations],
        "total_cost": plan.total_cost,
        "lower_bound": plan.lower_bound,
        "gap": f"{plan.gap:f}",
        "shortfall": plan.shortfall,
        "shortfalls": [asdict(row) for row in plan.shortfalls],
        "remedies": [
            {"kind": row.kind, "change": dict(row.change), "total_cost": row.total_cost}
            for row in plan.remedies
        ],
        "reasons": [asdict(row) for row in plan.reasons if row.id not in known],
        "stopped": str(plan.stopped) if plan.stopped else None,
        "left_out": [dict(row) for row in posed.left_out],
        "helps": _helps(plan, posed),
        "earlier": None if plan.earlier is None else asdict(plan.earlier),
        "costs": [dict(row) for row in posed.costs],
    }


def _helps(plan: Plan, posed: PosedProblem) -> list[dict[str, Any]]:
    """Return what machines and trainings cover, with what was typed of them and their week."""
    ready = {row.id: row.from_week for row in posed.problem.measures}
    return [
        {**posed.measures[row.id], **asdict(row), "from_week": ready[row.id]} for row in plan.helps
    ]


def _check_locks(order: Order, plain: Mapping[str, Any], *, is_repair: bool) -> None:
    """Raise InvalidInput for a member locked in whom no plan can use, or out who has accepted."""
    inside = {str(key) for key in plain["in"]}
    if inside:
        mondays = order_mondays(order)
        _offers, left_out = posed_offers(order, mondays, plain, is_repair=is_repair)
        for reason in left_out:
            if reason["id"] in inside:
                text = _("%(member)s tidak dapat dipastikan ikut. %(why)s")
                why = why_out(reason, order)
                raise InvalidInput(
                    "impossible_lock",
                    text,
                    params={"member": _member_name(order, int(reason["id"])), "why": why},
                    field="locked_in",
                )
    accepted = order.letters.filter(state=LetterState.ACCEPTED, invitation__in=plain["out"])
    for key in accepted.values_list("invitation", flat=True)[:1]:
        raise InvalidInput(
            "accepted_already",
            _("%(member)s sudah menerima suratnya, jadi tetap ikut."),
            params={"member": _member_name(order, key)},
            field="locked_out",
        )


def _member_name(order: Order, key: int) -> str:
    row = order.invitations.select_related("product__enterprise").get(pk=key)
    return row.product.enterprise.name


def _check_floors(order: Order, choices: Choices) -> None:
    if len(choices.floors) > MOST_FLOORS or any(
        not 1 <= least <= MOST_OFFERS for least in choices.floors.values()
    ):
        raise InvalidInput("bad_floors", _("Isi jumlah anggota yang wajar."), field="floor_1")
    if choices.floors and not choices.floors.keys() <= dict(group_choices(order)).keys():
        raise InvalidInput("unknown_group", _("Pilih kelompok dari daftar."), field="floor_1")


def _require_room(order: Order) -> None:
    """Raise Conflict while a plan of the same exporter waits, or an order has too many."""
    waiting = PlanRun.objects.filter(state=PlanState.WAITING)
    if waiting.filter(order__exporter=order.exporter_id).exists():
        raise Conflict("plan_waits", _("Masih ada rencana yang dihitung. Tunggu sampai selesai."))
    if order.plans.count() >= MOST_PLANS:
        raise Conflict("too_many_plans", _("Pesanan ini sudah mempunyai terlalu banyak rencana."))


def _end_unanswered(order: Order) -> None:
    now = clock.now()
    letters = Commitment.objects.filter(order=order, state=LetterState.WAITING)
    letters.filter(answer_by__lt=now).update(state=LetterState.SILENT, ended_at=now)
    if letters.exists():
        raise Conflict(
            "letters_wait",
            _("Masih ada surat yang belum dijawab dan belum lewat waktunya. Tunggu jawabannya."),
        )


def _checked(order: Order, choices: Choices) -> Mapping[str, Any]:
    inside, outside = set(choices.locked_in), set(choices.locked_out)
    if inside & outside:
        text = _("Anggota yang sama tidak dapat dipastikan ikut dan tidak ikut sekaligus.")
        raise InvalidInput("lock_twice", text, field="locked_in")
    known = set(order.invitations.filter(pk__in=inside | outside).values_list("pk", flat=True))
    if known != inside | outside:
        raise InvalidInput("unknown_member", _("Pilih anggota dari daftar."), field="locked_in")
    if choices.max_members is not None and len(inside) > choices.max_members:
        text = _("Anggota yang dipastikan ikut lebih banyak daripada batas anggota.")
        raise InvalidInput("too_many_locked", text, field="max_members")
    _check_floors(order, choices)
    return {
        "max_members": choices.max_members,
        "max_share_percent": choices.max_share_percent,
        "min_grade": choices.min_grade,
        "floors": dict(choices.floors),
        "in": sorted(inside),
        "out": sorted(outside),
    }
