"""Rows of applications and of their history, as the simulator gives them.

The rows bypass `applications.services.transitions`, which moves one application at a time and would
need days for a million. The simulator uses the same life-cycle and the same clock; constraints of
the database and `manage.py recompute_clocks --check` verify the result.
"""

import json
from collections.abc import Iterator
from random import Random
from typing import Any, Final

from applications.services.numbering import format_number
from benchmarks.seed.plan import Moment, SeedPlan
from benchmarks.seed.simulator import ApplicationSimulator, Event, HeldFor
from programs.enums import Opinion, State, Transition

COLUMNS: Final = (
    "id",
    "number",
    "scheme_id",
    "edition_id",
    "enterprise_id",
    "regency_id",
    "uniqueness_value",
    "answers",
    "requested_amount",
    "state",
    "stage_id",
    "due_on",
    "claimed_by_id",
    "created_by_id",
    "recommended_by_id",
    "opinion",
    "decided_by_id",
    "submitted_at",
    "decided_at",
    "verdict",
    "created_at",
    "updated_at",
)
EVENT_COLUMNS: Final = (
    "application_id",
    "at",
    "actor_id",
    "actor_role",
    "transition",
    "from_state",
    "to_state",
    "from_stage_id",
    "to_stage_id",
    "reason",
    "data",
)
HOLDING_COLUMNS: Final = ("application_id", "holder_id", "since", "until", "ended_as")
_NULL: Final = "\\N"
_REASONS: Final = {
    Transition.REQUEST_REVISION: (
        "Foto KTP kabur, mohon unggah ulang.",
        "Catatan penjualan belum memuat tiga bulan terakhir.",
        "Foto tempat usaha belum memperlihatkan papan nama.",
    ),
    Transition.APPROVE: ("Memenuhi syarat, siap dibawa ke bank penyalur.",),
    Transition.REJECT: (
        "Usaha belum berjalan enam bulan.",
        "Masih ada kredit produktif lain yang berjalan.",
    ),
}
_OPINIONS: Final = {
    Opinion.POSITIVE: (
        "Dokumen lengkap, usaha berjalan, kebutuhan wajar.",
        "Usaha sudah dikunjungi; catatan penjualan sesuai dengan keadaan.",
        "Riwayat usaha baik dan angsuran masih dalam kemampuan.",
    ),
    Opinion.CONDITIONAL: ("Layak dengan catatan: jumlah yang lebih kecil lebih sesuai.",),
    Opinion.NEGATIVE: ("Belum layak: penjualan belum cukup untuk angsuran sebesar ini.",),
}
_CORRECTED: Final = ("documents.ktp", "documents.sales_note", "documents.business_photo")


def lines(plan: SeedPlan, start: int, stop: int) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield the lines of each application from `start` to before `stop`: itself, history, holders.

    The lines are for COPY; the same seed gives the same ones.
    """
    rng = Random(f"{plan.seed} applications {start}")
    for number in range(start, stop):
        simulated = ApplicationSimulator(plan, rng, number)
        simulated.run()
        answers = _answers(rng)
        amount = answers["requested_amount"]
        text = json.dumps(answers)
        yield (
            _application(plan, simulated, amount, text),
            [_event(plan, rng, number, event, text) for event in simulated.events],
            [_holding(plan, number, each) for each in simulated.holdings],
        )


def _application(plan: SeedPlan, simulated: ApplicationSimulator, amount: int, answers: str) -> str:
    sent, decided = simulated.submitted, simulated.decided
    number = format_number(plan.prefix, simulated.created[0].year, simulated.number + 1)
    return (
        f"{simulated.number + 1}\t{number}\t{plan.scheme}\t"
        f"{simulated.edition.id}\t{simulated.enterprise + 1}\t{simulated.regency}\t\t"
        f"{answers}\t{amount}\t"
        f"{simulated.state}\t{simulated.stage.id if simulated.stage else _NULL}\t"
        f"{simulated.due or _NULL}\t{simulated.claimant or _NULL}\t"
        f"{simulated.applicant}\t{simulated.recommender or _NULL}\t{simulated.opinion}\t"
        f"{simulated.decider or _NULL}\t"
        f"{_time(sent) if sent else _NULL}\t{_time(decided) if decided else _NULL}\t"
        f"{_verdict(sent)}\t{_time(simulated.created)}\t{_time(simulated.updated)}"
        f"{plan.line_ends['application']}"
    )


def _holding(plan: SeedPlan, number: int, held: HeldFor) -> str:
    until, ended_as = (_time(held.until), "finished") if held.until else (_NULL, "")
    return (
        f"{number + 1}\t{held.holder}\t{_time(held.since)}\t{until}\t{ended_as}"
        f"{plan.line_ends['holding']}"
    )


def _event(plan: SeedPlan, rng: Random, number: int, event: Event, answers: str) -> str:
    reasons = _OPINIONS[Opinion(event.opinion)] if event.opinion else _REASONS.get(event.transition)
    return (
        f"{number + 1}\t{_time(event.at)}\t{event.actor}\t{event.role}\t"
        f"{event.transition}\t{event.from_state}\t{event.to_state}\t"
        f"{event.from_stage or _NULL}\t{event.to_stage or _NULL}\t"
        f"{rng.choice(reasons) if reasons else ''}\t"
        f"{_data(rng, event, answers)}{plan.line_ends['event']}"
    )


def _data(rng: Random, event: Event, answers: str) -> str:
    """Return what the choke point stores of a transition, as JSON."""
    if event.transition == Transition.SUBMIT:
        if event.from_state == State.DRAFT:
            return '{"declaration": true}'
        return '{"declaration": true, "changed": ["documents.ktp"]}'
    if event.transition == Transition.REQUEST_REVISION:
        return f'{{"fields": ["{rng.choice(_CORRECTED)}"], "answers": {answers}}}'
    if event.opinion:
        return f'{{"opinion": "{event.opinion}"}}'
    return '{"against_recommendation": true}' if event.is_against else "{}"


def _verdict(sent: Moment | None) -> str:
    if sent is None:
        return _NULL
    return f'{{"on": "{sent[0]}", "eligible": true, "violations": [], "missing": []}}'


def _time(at: Moment) -> str:
    """Return the moment as COPY reads it."""
    day, second = at
    minutes, seconds = divmod(second, 60)
    hour, minute = divmod(minutes, 60)
    return f"{day.isoformat()} {hour:02d}:{minute:02d}:{seconds:02d}+07"


def _answers(rng: Random) -> dict[str, Any]:
    return {
        "requested_amount": rng.randrange(11, 101) * 1_000_000,
        "tenor_months": rng.choice((12, 18, 24, 24, 36)),
        "purpose": rng.choice(("working_capital", "working_capital", "investment")),
        "previous_kur_count": rng.choice((0, 0, 0, 1, 2)),
        "credit_history": [],
        "collateral_offered": rng.random() < 0.2,
        "is_civil_servant": False,
    }
