"""Training: a call, a selection, and seats."""

from pathlib import Path

from common.text.marking import gettext_noop as _
from programs.kinds.declaration import KindDeclaration, OutcomeType, Sentence
from training.policies import CHECKS

KIND = KindDeclaration(
    code="training",
    title=_("Pelatihan"),
    name=_("pelatihan"),
    checks=CHECKS,
    outcomes=(OutcomeType("seat", allots_places=True),),
    data=Path(__file__).parent / "data",
    summary=_("Daftar pelatihan dari dinas. Pendaftaran dibuka bila ada jadwalnya."),
    informational_keys=frozenset({"acceptance_working_days", "attendance_min_percent"}),
    sentences={
        "worker_letter_needed": Sentence(
            _("Peserta yang bukan pemilik memerlukan surat tugas dari usaha."),
            office=_("Peserta bukan pemilik, dan belum ada surat tugas dari usaha."),
        ),
    },
)
