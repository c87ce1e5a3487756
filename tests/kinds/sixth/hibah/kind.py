"""Grants: money that is not paid back, after a recommendation and a decision."""

from pathlib import Path

from common.text.marking import gettext_noop as _
from hibah.policies import CHECKS
from programs.kinds.declaration import KindDeclaration, OutcomeType, Sentence, Style

KIND = KindDeclaration(
    code="hibah",
    title=_("Hibah"),
    name=_("hibah"),
    checks=CHECKS,
    outcomes=(OutcomeType("grant", needs_two_people=True),),
    data=Path(__file__).parent / "data",
    personal_data=("hibah.shared.personal_data.personal_data",),
    informational_keys=frozenset({"report_months"}),
    sentences={
        "grant_too_large": Sentence(
            _("Hibah paling banyak %(limit)s. Anda meminta %(given)s."), Style.RUPIAH
        ),
    },
)
