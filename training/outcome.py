"""The outcome hooks of training: a chosen participant says whether they attend."""

from django.utils.translation import gettext_lazy as _

from applications.kinds.outcome import Outcome
from applications.kinds.outside_task import OutsideTask


class TrainingOutcome(Outcome):
    """The participant confirms the seat; the office closes the file."""

    outside_tasks = {
        "confirmation": OutsideTask(
            todo=_("Anda terpilih sebagai peserta. Kabari kami apakah Anda hadir."),
            done=_("Ya, saya hadir"),
            may_decline=True,
        )
    }


OUTCOME = TrainingOutcome()
