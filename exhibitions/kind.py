"""Exhibitions: an open call, curation, and a list of participants."""

from pathlib import Path

from common.text.marking import gettext_noop as _
from exhibitions.policies import CHECKS
from programs.kinds.declaration import KindDeclaration, OutcomeType, Sentence

KIND = KindDeclaration(
    code="exhibition",
    title=_("Pameran"),
    name=_("pameran"),
    checks=CHECKS,
    outcomes=(OutcomeType("allotment", needs_two_people=True, allots_places=True),),
    data=Path(__file__).parent / "data",
    summary=_("Ikut seleksi peserta pameran. Pendaftaran dibuka bila ada jadwalnya."),
    informational_keys=frozenset({"acceptance_working_days", "succession_until_days"}),
    sentences={
        "not_own_products": Sentence(
            _("Pameran ini untuk produk buatan sendiri."),
            office=_("Tidak semua produk buatan sendiri."),
        ),
        "commitment_needed": Sentence(
            _("Peserta harus sanggup hadir dan menjaga stan sampai selesai."),
            office=_("Pelaku usaha tidak menyanggupi hadir dan menjaga stan sampai selesai."),
        ),
    },
)
