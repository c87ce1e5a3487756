"""The outcome hooks of exhibitions: a chosen owner says whether they take part."""

from django.utils.translation import gettext_lazy as _

from applications.kinds.outcome import Outcome
from applications.kinds.outside_task import OutsideTask


class ExhibitionOutcome(Outcome):
    """The owner confirms the place; the office closes the file."""

    outside_tasks = {
        "acceptance": OutsideTask(
            todo=_("Anda ditetapkan sebagai peserta. Kabari kami apakah Anda ikut."),
            done=_("Ya, saya ikut"),
            may_decline=True,
        )
    }


OUTCOME = ExhibitionOutcome()
