"""Who signs for the demo's offices, and where their numbers come from; all of it invented."""

from datetime import timedelta

from accounts.enums import Role
from accounts.models import Posting, User
from common.dates import clock
from letters.enums import NumberWay, PositionKind
from letters.models import NumberSource, Position, PositionHolder

_RANK = "Pembina Utama Muda (IV/c)"
_HELD_FOR = timedelta(days=365)


def let_deciders_sign() -> None:
    """Make each demo decider the head of the office, with a series of numbers; repeatable.

    So the decision is the act of signing, and the seal follows within seconds.
    """
    deciders = Posting.objects.filter(role=Role.DECIDER, user__email__endswith="@umkm.example")
    for posting in deciders.select_related("agency", "user").order_by("pk"):
        if Position.objects.filter(agency=posting.agency).exists():
            continue
        _hold(posting.user, posting)
        NumberSource.objects.create(
            agency=posting.agency,
            classification="500.3.10",
            unit_code=f"99.{posting.agency_id}",
            way=NumberWay.SERIES,
            valid_from=clock.today() - _HELD_FOR,
        )


def _hold(user: User, posting: Posting) -> None:
    position = Position.objects.create(
        agency=posting.agency, kind=PositionKind.HEAD, title=f"Kepala {posting.agency.name}"
    )
    PositionHolder.objects.create(
        position=position,
        user=user,
        order_number="800.1.3/000/CONTOH",
        name=f"{user.get_full_name()}, S.E., M.M.",
        bare_name=user.get_full_name(),
        # Eighteen digits that no person has: born in the year 0000.
        nip=f"{user.pk:018d}",
        rank=_RANK,
        valid_from=clock.today() - _HELD_FOR,
    )
