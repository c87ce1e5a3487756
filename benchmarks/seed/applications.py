"""Applications that lived: each goes the way the life-cycle allows, until now cuts it short.

The rows bypass `applications.services.transitions`: a million files cannot be walked there one by
one. What the choke point promises is kept here by hand and checked from outside: due dates by
`manage.py recompute_clocks --check`, states and signatures by the database's own constraints.
"""

import json
from collections.abc import Iterator
from random import Random
from typing import Final

from applications.services.numbering import luhn_digit
from benchmarks.seed.life import Event, Life
from benchmarks.seed.world import World
from programs.enums import State, Transition

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
_NULL: Final = "\\N"
_REASONS: Final = {
    Transition.RECOMMEND: (
        "Dokumen lengkap, usaha berjalan, kebutuhan wajar.",
        "Usaha sudah dikunjungi; catatan penjualan sesuai dengan keadaan.",
        "Riwayat usaha baik dan angsuran masih dalam kemampuan.",
    ),
    Transition.REQUEST_REVISION: (
        "Foto KTP kabur, mohon unggah ulang.",
        "Catatan penjualan belum memuat tiga bulan terakhir.",
        "Foto tempat usaha belum memperlihatkan papan nama.",
    ),
    Transition.APPROVE: ("Memenuhi syarat, diteruskan ke bank penyalur.",),
    Transition.REJECT: (
        "Usaha belum berjalan enam bulan.",
        "Masih ada kredit produktif lain yang berjalan.",
    ),
}
_PAPERS: Final = ("documents.ktp", "documents.sales_note", "documents.business_photo")


def lines(world: World, start: int, stop: int) -> Iterator[tuple[str, list[str]]]:
    """For each application from `start` to before `stop`: its line and those of its history."""
    rng = Random(f"{world.seed} applications {start}")
    for number in range(start, stop):
        life = Life(world, rng, number)
        life.live()
        answers = _answers(rng)
        amount = int(answers["requested_amount"])
        text = json.dumps(answers)
        yield (
            _line(world, life, number, amount, text),
            [_event(world, rng, life, event, text) for event in life.events],
        )


def _line(world: World, life: Life, number: int, amount: int, answers: str) -> str:
    sent, decided = life.submitted, life.decided
    created = life.text(life.created)
    return (
        f"{number + 1}\t{_number(world.prefix, number + 1, created)}\t{world.scheme}\t"
        f"{life.edition.id}\t{life.enterprise + 1}\t{life.regency}\t\t{answers}\t{amount}\t"
        f"{life.state}\t{life.stage.id if life.stage else _NULL}\t"
        f"{world.calendar.iso(life.due) if life.due else _NULL}\t{life.holder or _NULL}\t"
        f"{life.applicant}\t{life.recommender or _NULL}\t{life.decider or _NULL}\t"
        f"{life.text(sent) if sent else _NULL}\t{life.text(decided) if decided else _NULL}\t"
        f"{_verdict(life, sent)}\t{created}\t{life.text(life.clock)}{world.tails['application']}"
    )


def _number(prefix: str, running: int, created: str) -> str:
    """As `applications.services.numbering.next_number` writes it."""
    digits = f"{created[2:4]}{running:07d}"
    return f"{prefix}-{digits[:2]}-{digits[2:]}-{luhn_digit(digits)}"


def _event(world: World, rng: Random, life: Life, event: Event, answers: str) -> str:
    reasons = _REASONS.get(event.transition)
    return (
        f"{life.number + 1}\t{life.text(event.at)}\t{event.actor}\t{event.role}\t"
        f"{event.transition}\t{event.before}\t{event.after}\t{event.from_stage or _NULL}\t"
        f"{event.to_stage or _NULL}\t{rng.choice(reasons) if reasons else ''}\t"
        f"{_data(rng, event, answers)}{world.tails['event']}"
    )


def _data(rng: Random, event: Event, answers: str) -> str:
    if event.transition == Transition.SUBMIT:
        if event.before == State.DRAFT:
            return '{"declaration": true}'
        return '{"declaration": true, "changed": ["documents.ktp"]}'
    if event.transition == Transition.REQUEST_REVISION:
        return f'{{"fields": ["{rng.choice(_PAPERS)}"], "answers": {answers}}}'
    return "{}"


def _verdict(life: Life, sent: tuple[int, int] | None) -> str:
    if sent is None:
        return _NULL
    day = life.world.calendar.iso(sent[0])
    return f'{{"on": "{day}", "eligible": true, "violations": [], "missing": []}}'


def _answers(rng: Random) -> dict[str, int | str | bool]:
    return {
        "requested_amount": rng.randrange(11, 101) * 1_000_000,
        "tenor_months": rng.choice((12, 18, 24, 24, 36)),
        "purpose": rng.choice(("working_capital", "working_capital", "investment")),
        "previous_kur_count": rng.choice((0, 0, 0, 1, 2)),
        "other_productive_credit": False,
        "collateral_offered": rng.random() < 0.2,
        "is_civil_servant": False,
    }
