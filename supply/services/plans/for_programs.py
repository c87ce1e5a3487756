"""Plans for programs that ask: nothing is stored."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from accounts.models import User
from common.errors import InvalidInput, TooLarge, TooManyRequests, Unavailable
from common.text.formats import number
from supply.allocation.plan import Plan
from supply.allocation.process import PROGRAM_SECONDS, PlannerBusy, PlannerEnded, plan_in_subprocess
from supply.allocation.reading import BadProblem, TooManyOffers, read_problem
from supply.messages.plans.faults import fault_errors

# A turn that a killed process did not release expires by itself.
_LONGEST_TURN: Final = 3 * PROGRAM_SECONDS


def plan_for(user: User, data: Mapping[str, Any]) -> Plan:
    """Return the plan of the problem; a person gets one at a time.

    Raises InvalidInput with a fault for each field, TooLarge `too_many_offers`, TooManyRequests
    `plan_running`, Unavailable `planner_busy` or `planner_ended`.
    """
    try:
        problem = read_problem(data)
    except BadProblem as bad:
        raise InvalidInput.many(fault_errors(bad.faults)) from bad
    except TooManyOffers as many:
        raise TooLarge(
            "too_many_offers",
            _("Paling banyak %(most)s penawaran sekali hitung."),
            field="offers",
            params={"most": number(many.most)},
        ) from many
    with _turn(user):
        try:
            return plan_in_subprocess(problem, folder=Path(settings.FILE_UPLOAD_TEMP_DIR))
        except PlannerBusy as busy:
            text = _("Perhitungan lain sedang berjalan. Coba lagi sebentar.")
            raise Unavailable("planner_busy", text) from busy
        except PlannerEnded as ended:
            text = _(
                "Perhitungan ini melampaui batas memori atau waktu. Coba dengan penawaran yang "
                "lebih sedikit."
            )
            raise Unavailable("planner_ended", text) from ended


@contextmanager
def _turn(user: User) -> Iterator[None]:
    """Hold the person's only turn; without the cache there is no limit."""
    key = f"supply-plan:{user.pk}"
    try:
        is_first = cache.add(key, 1, _LONGEST_TURN)
    except RedisError:
        yield
        return
    if not is_first:
        raise TooManyRequests(
            "plan_running",
            _("Perhitungan Anda sebelumnya masih berjalan. Tunggu sampai selesai."),
            params={"wait": PROGRAM_SECONDS},
        )
    try:
        yield
    finally:
        # A plan that is there is not lost with the cache: the turn ends by itself.
        with suppress(RedisError):
            cache.delete(key)
