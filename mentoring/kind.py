"""Mentoring: a place with a consultant; never a refusal on merit, only for want of a place."""

from pathlib import Path

from common.text.marking import gettext_noop as _
from mentoring.policies import CHECKS
from programs.kinds.declaration import KindDeclaration, OutcomeType, Sentence

KIND = KindDeclaration(
    code="mentoring",
    title=_("Pendampingan"),
    name=_("pendampingan"),
    checks=CHECKS,
    outcomes=(OutcomeType("place"),),
    data=Path(__file__).parent / "data",
    summary=_(
        "Konsultan Pusat Layanan Usaha Terpadu (PLUT) membantu kelembagaan, sumber "
        "daya manusia, produksi, pembiayaan, dan pemasaran."
    ),
    informational_keys=frozenset({"review_months"}),
    sentences={
        "number_or_statement_needed": Sentence(
            _("Perlu NIB, atau pernyataan calon pelaku usaha yang ditandatangani."),
            office=_("Belum ada NIB maupun pernyataan calon pelaku usaha."),
        ),
    },
)
